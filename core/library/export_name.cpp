#include "core/library/export_name.h"

#include "core/library/safe_name.h"

#include <array>
#include <utility>
#include <vector>

namespace ottava {
namespace {

constexpr std::string_view kSeparator = "-";

using Tokens = std::array<std::pair<std::string_view, std::string>, 4>;

Tokens tokensOf(const ExportFields& fields) {
    return {{{"{title}", fields.title.empty() ? std::string{"Untitled"} : fields.title},
             {"{bpm}", fields.bpm ? std::to_string(*fields.bpm) : std::string{}},
             {"{key}", fields.key},
             {"{take}", std::to_string(fields.take)}}};
}

/// The word with its tokens filled in; empty when one of them has no value. What was filled in is not looked at again.
std::string filled(std::string_view word, const Tokens& tokens) {
    std::string result;
    while (!word.empty()) {
        std::string_view matched;
        for (const auto& [name, value] : tokens) {
            if (!word.starts_with(name))
                continue;
            if (value.empty())
                return {};
            result += value;
            matched = name;
        }
        if (matched.empty())
            result += word.front();
        word.remove_prefix(matched.empty() ? 1 : matched.size());
    }
    return result;
}

std::vector<std::string_view> wordsOf(std::string_view text) {
    std::vector<std::string_view> words;
    while (!text.empty()) {
        const auto end = std::min(text.find(' '), text.size());
        if (end > 0)
            words.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return words;
}

} // namespace

std::string exportName(const ExportFields& fields, std::string_view extension, std::string_view pattern) {
    const auto tokens = tokensOf(fields);
    std::string name;
    bool separatorDue = false;
    for (const auto word : wordsOf(pattern)) {
        if (word == kSeparator) {
            separatorDue = !name.empty();
            continue;
        }
        const auto text = filled(word, tokens);
        if (text.empty())
            continue;
        name += separatorDue ? " - " : name.empty() ? "" : " ";
        name += text;
        separatorDue = false;
    }
    return safeFileStem(name) + "." + std::string{extension};
}

} // namespace ottava
