#include "core/text/prompt.h"

#include <fmt/format.h>

namespace ottava {
namespace {

constexpr std::string_view kWhitespace = " \t\r\n\v\f";
constexpr int kUnknownDurationSeconds = 30;

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(kWhitespace);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(kWhitespace) - first + 1);
}

std::string orNotAvailable(std::string value) {
    return value.empty() || value == "0" ? "N/A" : value;
}

/// True when `text` begins with `#`, any whitespace, and `word`.
bool isHeading(std::string_view text, std::string_view word) {
    if (!text.starts_with('#'))
        return false;
    const auto start = text.find_first_not_of(kWhitespace, 1);
    return start != std::string_view::npos && text.substr(start).starts_with(word);
}

bool beginsLine(std::string_view text, std::size_t at) {
    const auto before = text.substr(0, at).find_last_not_of(" \t");
    return before == std::string_view::npos || text[before] == '\n';
}

/// Position of the first heading `word` at or after `from`; npos when there is none.
std::size_t findHeading(std::string_view text, std::string_view word, std::size_t from) {
    auto at = text.find('#', from);
    while (at != std::string_view::npos && !(beginsLine(text, at) && isHeading(text.substr(at), word)))
        at = text.find('#', at + 1);
    return at;
}

/// The caption inside a whole prompt that was pasted as a caption; any other caption as it is.
std::string_view bareCaption(std::string_view caption) {
    constexpr std::string_view kWord = "Caption";
    const auto heading = findHeading(caption, kWord, 0);
    if (heading == std::string_view::npos || caption.find("# Instruction") == std::string_view::npos)
        return caption;
    const auto start = caption.find(kWord, heading) + kWord.size();
    const auto end = findHeading(caption, "Metas", start);
    return trimmed(caption.substr(start, end == std::string_view::npos ? end : end - start));
}

} // namespace

std::string metasText(const SongMetadata& metadata) {
    const auto seconds = metadata.durationSeconds.value_or(0);
    return fmt::format("- bpm: {}\n- timesignature: {}\n- keyscale: {}\n- duration: {} seconds\n",
                       orNotAvailable(fmt::to_string(metadata.bpm.value_or(0))), orNotAvailable(metadata.timesignature),
                       orNotAvailable(metadata.keyscale),
                       seconds > 0 ? static_cast<int>(seconds) : kUnknownDurationSeconds);
}

std::string captionPrompt(std::string_view instruction, std::string_view caption, std::string_view metas) {
    return fmt::format("# Instruction\n{}{}\n\n# Caption\n{}\n\n# Metas\n{}<|endoftext|>\n", instruction,
                       instruction.ends_with(':') ? "" : ":", bareCaption(caption), metas);
}

std::string lyricPrompt(std::string_view language, std::string_view lyrics) {
    return fmt::format("# Languages\n{}\n\n# Lyric\n{}<|endoftext|>", language, lyrics);
}

std::string stemCaption(std::string_view instruction, std::string_view globalCaption, std::string_view caption,
                        bool explicitMask) {
    const bool wholeSong = instruction.find("a segment") == std::string_view::npos;
    return fmt::format("{}Local: {}\nMask Control: {}", wholeSong ? fmt::format("Global: {}\n", globalCaption) : "",
                       caption, explicitMask ? "true" : "false");
}

} // namespace ottava
