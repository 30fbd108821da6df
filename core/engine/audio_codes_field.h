#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace ottava {

/// Ready audio codes (`<|audio_code_N|>`…): one text for every item of a batch, or one an item.
struct AudioCodesField {
    std::vector<std::string> items;

    AudioCodesField() = default;
    AudioCodesField(std::string forAll) {
        if (!forAll.empty())
            items.push_back(std::move(forAll));
    }
    AudioCodesField(const char* forAll) : AudioCodesField(std::string{forAll}) {}

    bool empty() const { return items.empty(); }
    bool perItem() const { return items.size() > 1; }
    /// The last one serves all items beyond it.
    const std::string& of(std::size_t item) const { return item < items.size() ? items[item] : items.back(); }

    bool operator==(const AudioCodesField&) const = default;
};

} // namespace ottava
