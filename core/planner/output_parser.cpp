#include "core/planner/output_parser.h"

#include "core/text/audio_codes.h"
#include "core/text/python_text.h"
#include "core/text/unicode.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace ottava {
namespace {

/// What stands between the first `open` and the `close` behind it.
std::optional<std::string_view> between(std::string_view text, std::string_view open, std::string_view close) {
    const auto start = text.find(open);
    if (start == std::string_view::npos)
        return std::nullopt;
    const auto inner = text.substr(start + open.size());
    const auto end = inner.find(close);
    return end == std::string_view::npos ? std::nullopt : std::optional{python::strip(inner.substr(0, end))};
}

std::string_view reasoning(std::string_view text) {
    auto block = between(text, "<think>", "</think>");
    if (!block)
        block = between(text, "<reasoning>", "</reasoning>");
    return block && !block->empty() ? *block : python::strip(text.substr(0, text.find("<|audio_code_")));
}

std::vector<std::string_view> splitLines(std::string_view text) {
    std::vector<std::string_view> lines;
    for (std::size_t start = 0;;) {
        const auto end = text.find('\n', start);
        lines.push_back(text.substr(start, end - start));
        if (end == std::string_view::npos)
            return lines;
        start = end + 1;
    }
}

std::string captionOf(const std::vector<std::string_view>& lines) {
    std::vector<std::string_view> parts;
    for (const auto line : lines)
        if (const auto part = python::strip(line); !part.empty())
            parts.push_back(part);
    return fmt::format("{}", fmt::join(parts, " "));
}

bool startsWithSpace(std::string_view line) {
    std::size_t position = 0;
    return !line.empty() && python::isSpace(unicode::next(line, position));
}

/// Collects the lines of one field after the other.
class FieldReader {
public:
    void read(std::string_view line) {
        const auto colon = line.find(':');
        if (python::strip(line).starts_with('<'))
            return;
        if (!line.empty() && !startsWithSpace(line) && colon != std::string_view::npos) {
            close();
            name_ = python::lower(python::strip(line.substr(0, colon)));
            if (!python::strip(line.substr(colon + 1)).empty())
                lines_.push_back(line.substr(colon + 1));
        } else if ((line.starts_with(' ') || line.starts_with('\t')) && !name_.empty()) {
            lines_.push_back(line);
        }
    }

    /// The field that was being read is complete.
    void close() {
        static constexpr std::string_view kTexts[] = {"genres", "keyscale", "language", "timesignature"};
        if (!name_.empty() && !lines_.empty()) {
            const auto all = fmt::format("{}", fmt::join(lines_, "\n"));
            const std::string text{python::strip(all)};
            if (name_ == "bpm" || name_ == "duration")
                keep(number(text));
            else if (name_ == "caption")
                keep(captionOf(lines_));
            else if (std::ranges::find(kTexts, name_) != std::end(kTexts))
                keep(text);
        }
        name_.clear();
        lines_.clear();
    }

    ParsedOutput out;

private:
    static PlanValue number(const std::string& text) {
        const auto value = python::toInteger(text);
        return value ? PlanValue{*value} : PlanValue{text};
    }
    void keep(PlanValue value) {
        if (out.metadata.insert_or_assign(name_, std::move(value)).second)
            out.order.push_back(name_);
    }

    std::string name_;
    std::vector<std::string_view> lines_;
};

std::string_view skipSpace(std::string_view text) {
    for (std::size_t position = 0; position < text.size();) {
        const auto start = position;
        if (!python::isSpace(unicode::next(text, position)))
            return text.substr(start);
    }
    return {};
}

/// Behind a first line "# Lyric"; the text itself when it has none. As the reference's expression
/// `^#\s*Lyri[c|cs]?\s*\n` has it, "# Lyri|" is one, too, and "# Lyrics" is none.
std::string_view withoutHeader(std::string_view text) {
    if (!text.starts_with('#'))
        return text;
    auto rest = skipSpace(text.substr(1));
    if (python::lower(rest.substr(0, 4)) != "lyri")
        return text;
    rest.remove_prefix(4);
    if (!rest.empty() && std::string_view{"cCsS|"}.find(rest[0]) != std::string_view::npos)
        rest.remove_prefix(1);
    const auto space = rest.substr(0, rest.size() - skipSpace(rest).size());
    const auto lastBreak = space.rfind('\n');
    return lastBreak == std::string_view::npos ? text : rest.substr(lastBreak + 1);
}

} // namespace

ParsedOutput parseLmOutput(std::string_view text) {
    FieldReader reader;
    for (const auto line : splitLines(reasoning(text)))
        reader.read(line);
    reader.close();
    for (const auto token : audioCodeTokens(text))
        reader.out.audioCodes += token;
    return std::move(reader.out);
}

std::string lyricsOf(std::string_view text) {
    constexpr std::string_view kThinkEnd = "</think>", kTurnEnd = "<|im_end|>";
    const auto end = text.find(kThinkEnd);
    if (end == std::string_view::npos)
        return {};
    auto lyrics = python::strip(withoutHeader(python::strip(text.substr(end + kThinkEnd.size()))));
    if (lyrics.ends_with(kTurnEnd))
        lyrics.remove_suffix(kTurnEnd.size());
    return std::string{python::strip(lyrics)};
}

} // namespace ottava
