#include "core/audio/file_metadata.h"

#include <array>
#include <string_view>
#include <utility>

namespace ottava {
namespace {

constexpr std::string_view kMajor = " major", kMinor = " minor";

/// Accidentals as tags spell them.
std::string plainAccidentals(std::string_view text) {
    constexpr std::array<std::pair<std::string_view, char>, 2> kSigns{{{"♯", '#'}, {"♭", 'b'}}};
    std::string plain{text};
    for (const auto& [sign, letter] : kSigns)
        if (const auto at = plain.find(sign); at != std::string::npos)
            plain.replace(at, sign.size(), 1, letter);
    return plain;
}

bool isNote(std::string_view text) {
    return !text.empty() && text[0] >= 'A' && text[0] <= 'G'
           && (text.size() == 1 || (text.size() == 2 && (text[1] == '#' || text[1] == 'b')));
}

} // namespace

std::string keyForTag(const std::string& key) {
    auto plain = plainAccidentals(key);
    const bool minor = plain.ends_with(kMinor);
    if (!minor && !plain.ends_with(kMajor))
        return {};
    plain.resize(plain.size() - kMinor.size());
    return isNote(plain) ? plain + (minor ? "m" : "") : std::string{};
}

std::string keyFromTag(const std::string& tag) {
    if (isNote(tag))
        return tag + std::string{kMajor};
    if (tag.ends_with('m') && isNote(std::string_view{tag}.substr(0, tag.size() - 1)))
        return tag.substr(0, tag.size() - 1) + std::string{kMinor};
    return tag;
}

} // namespace ottava
