#include "core/planner/yaml_scalar.h"

#include <fmt/format.h>

namespace ottava {
namespace {

constexpr std::size_t kWidth = 80;
constexpr char32_t kByteOrderMark = 0xFEFF;

bool isBreak(char32_t c) {
    return c == U'\n' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

bool isWhite(char32_t c) {
    return isBreak(c) || c == U' ' || c == U'\t' || c == U'\r' || c == U'\0';
}

bool isIn(std::u32string_view set, char32_t c) {
    return set.find(c) != std::u32string_view::npos;
}

/// Characters of the basic plane that double quotes show as they are.
bool isShown(char32_t c) {
    return (c >= 0x20 && c <= 0x7E) || (c >= 0xA0 && c <= 0xD7FF)
           || (c >= 0xE000 && c <= 0xFFFD && c != kByteOrderMark);
}

bool needsDoubleQuotes(std::u32string_view text) {
    char32_t before = U'x';
    for (const auto c : text) {
        const bool ordinary = c == U'\n' || c == 0x85 || isShown(c) || (c >= 0x10000 && c < 0x10FFFF);
        if (!ordinary || (c == U' ' && isBreak(before)) || (before == U' ' && isBreak(c)))
            return true;
        before = c;
    }
    return false;
}

bool holdsIndicator(std::u32string_view text) {
    if (text.starts_with(U"---") || text.starts_with(U"...") || isIn(U"#,[]{}&*!|>'\"%@`", text[0]))
        return true;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool beforeWhite = i + 1 == text.size() || isWhite(text[i + 1]);
        if ((i == 0 && isIn(U"?-", text[i]) && beforeWhite) || (text[i] == U':' && beforeWhite)
            || (text[i] == U'#' && isWhite(text[i - 1])))
            return true;
    }
    return false;
}

bool needsSingleQuotes(std::u32string_view text) {
    if (text.empty() || text.front() == U' ' || text.back() == U' ')
        return true;
    for (const auto c : text)
        if (isBreak(c))
            return true;
    return holdsIndicator(text) || readsAsOtherThanText(text);
}

/// What has been written of a value, and how far its last line reaches.
class Lines {
public:
    explicit Lines(std::size_t column) : column_(column) {}

    void write(std::u32string_view text) {
        written_ += text;
        column_ += text.size();
    }
    void lineBreak(char32_t c = U'\n') {
        written_ += c;
        column_ = 0;
    }
    void indent() { write(U"  "); }
    void fold() {
        lineBreak();
        indent();
    }
    std::size_t column() const { return column_; }
    std::u32string take() { return std::move(written_); }

private:
    std::u32string written_;
    std::size_t column_;
};

/// End of the run of equal kind (spaces, breaks, other) that starts at `start`; a quote is a run of its own.
std::size_t runEnd(std::u32string_view text, std::size_t start) {
    const auto kind = [](char32_t c) { return c == U' ' ? 1 : isBreak(c) ? 2 : 0; };
    auto end = start + 1;
    while (end < text.size() && kind(text[end]) == kind(text[start]))
        ++end;
    return end;
}

void writeSpaces(Lines& lines, std::u32string_view text, std::size_t start, std::size_t end, bool foldsAtEnds) {
    const bool inside = foldsAtEnds || (start > 0 && end < text.size());
    if (end - start == 1 && lines.column() > kWidth && inside)
        lines.fold();
    else
        lines.write(text.substr(start, end - start));
}

std::u32string plain(std::u32string_view text, std::size_t column) {
    Lines lines{column};
    for (std::size_t start = 0, end = 0; start < text.size(); start = end) {
        end = runEnd(text, start);
        if (text[start] == U' ')
            writeSpaces(lines, text, start, end, /*foldsAtEnds=*/true);
        else
            lines.write(text.substr(start, end - start));
    }
    return lines.take();
}

void writeBreaks(Lines& lines, std::u32string_view breaks) {
    if (breaks[0] == U'\n')
        lines.lineBreak();
    for (const auto c : breaks)
        lines.lineBreak(c);
    lines.indent();
}

std::u32string singleQuoted(std::u32string_view text, std::size_t column) {
    Lines lines{column};
    lines.write(U"'");
    for (std::size_t start = 0, end = 0; start < text.size(); start = end) {
        end = runEnd(text, start);
        const auto run = text.substr(start, end - start);
        if (text[start] == U' ') {
            writeSpaces(lines, text, start, end, /*foldsAtEnds=*/false);
        } else if (isBreak(text[start])) {
            writeBreaks(lines, run);
        } else {
            for (const auto c : run)
                lines.write(c == U'\'' ? std::u32string_view{U"''"} : std::u32string_view{&c, 1});
        }
    }
    lines.write(U"'");
    return lines.take();
}

std::u32string escape(char32_t c) {
    static constexpr std::u32string_view kLetters = U"0abtnvfre\"\\NLP";
    static constexpr std::u32string_view kMeant{U"\0\a\b\t\n\v\f\r\x1B\"\\\x85\u2028\u2029", kLetters.size()};
    if (const auto at = kMeant.find(c); at != std::u32string_view::npos)
        return {U'\\', kLetters[at]};
    const auto code = static_cast<std::uint32_t>(c);
    const auto hex = code <= 0xFF     ? fmt::format("\\x{:02X}", code)
                     : code <= 0xFFFF ? fmt::format("\\u{:04X}", code)
                                      : fmt::format("\\U{:08X}", code);
    return {hex.begin(), hex.end()};
}

std::u32string doubleQuoted(std::u32string_view text, std::size_t column) {
    Lines lines{column};
    lines.write(U"\"");
    std::size_t start = 0; // what waits to be written; one past `end` behind an escaped character
    for (std::size_t end = 0; end <= text.size(); ++end) {
        const bool last = end == text.size();
        if (last || !isShown(text[end]) || isIn(U"\"\\\u2028\u2029", text[end])) {
            lines.write(text.substr(start, end - start));
            start = end;
            if (!last) {
                lines.write(escape(text[end]));
                start = end + 1;
            }
        }
        const bool mayFold = end > 0 && end + 1 < text.size() && (text[end] == U' ' || start >= end);
        if (!mayFold || lines.column() + end - start <= kWidth)
            continue;
        if (start < end) {
            lines.write(text.substr(start, end - start));
            start = end;
        }
        lines.write(U"\\");
        lines.fold();
        if (text[start] == U' ')
            lines.write(U"\\");
    }
    lines.write(U"\"");
    return lines.take();
}

} // namespace

std::u32string yamlScalar(std::u32string_view text, std::size_t column) {
    if (needsDoubleQuotes(text))
        return doubleQuoted(text, column);
    return needsSingleQuotes(text) ? singleQuoted(text, column) : plain(text, column);
}

} // namespace ottava
