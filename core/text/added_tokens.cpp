#include "core/text/added_tokens.h"

#include <algorithm>
#include <utility>

namespace ottava {
namespace {

bool isBefore(char a, char b) {
    return static_cast<unsigned char>(a) < static_cast<unsigned char>(b);
}

} // namespace

void AddedTokens::add(std::string content, TokenId id) {
    starts_[static_cast<unsigned char>(content.front())] = true;
    entries_.push_back({std::move(content), id});
}

bool AddedTokens::seal() {
    std::sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) { return a.content < b.content; });
    return std::adjacent_find(entries_.begin(), entries_.end(),
                              [](const Entry& a, const Entry& b) { return a.content == b.content; })
           == entries_.end();
}

TokenId AddedTokens::idOf(std::string_view content) const {
    const auto at = std::lower_bound(entries_.begin(), entries_.end(), content,
                                     [](const Entry& entry, std::string_view text) { return entry.content < text; });
    return at != entries_.end() && at->content == content ? at->id : -1;
}

const AddedTokens::Entry* AddedTokens::longestAt(std::string_view text) const {
    const Entry* longest = nullptr;
    auto first = entries_.begin(), last = entries_.end();
    for (std::size_t depth = 0; first != last; ++depth) {
        // All of [first, last) begin with text[0, depth); the one that is no longer than that sorts first.
        if (first->content.size() == depth) {
            longest = &*first;
            ++first;
        }
        if (depth == text.size())
            break;
        const char wanted = text[depth];
        first = std::lower_bound(first, last, wanted,
                                 [depth](const Entry& entry, char c) { return isBefore(entry.content[depth], c); });
        last = std::upper_bound(first, last, wanted,
                                [depth](char c, const Entry& entry) { return isBefore(c, entry.content[depth]); });
    }
    return longest;
}

std::vector<AddedTokens::Piece> AddedTokens::split(std::string_view text) const {
    std::vector<Piece> pieces;
    std::size_t plainStart = 0;
    for (std::size_t at = 0; at < text.size();) {
        const auto* entry = starts_[static_cast<unsigned char>(text[at])] ? longestAt(text.substr(at)) : nullptr;
        if (entry == nullptr) {
            ++at;
            continue;
        }
        if (at > plainStart)
            pieces.push_back({text.substr(plainStart, at - plainStart), -1});
        pieces.push_back({text.substr(at, entry->content.size()), entry->id});
        at += entry->content.size();
        plainStart = at;
    }
    if (plainStart < text.size())
        pieces.push_back({text.substr(plainStart), -1});
    return pieces;
}

} // namespace ottava
