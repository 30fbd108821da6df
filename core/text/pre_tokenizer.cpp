#include "core/text/pre_tokenizer.h"

#include "core/text/unicode.h"

#include <cstddef>
#include <cstdint>

namespace ottava {
namespace {

enum class Kind : std::uint8_t { Letter, Number, NewLine, Space, Other };

Kind kindOf(char32_t point) {
    if (point == U'\r' || point == U'\n')
        return Kind::NewLine;
    if (unicode::isLetter(point))
        return Kind::Letter;
    if (unicode::isNumber(point))
        return Kind::Number;
    return unicode::isSpace(point) ? Kind::Space : Kind::Other;
}

/// Lower case as case-insensitive matching sees it; only what the contractions contain needs to be right.
char32_t folded(char32_t point) {
    if (point >= U'A' && point <= U'Z')
        return point + (U'a' - U'A');
    return point == U'\u017F' ? U's' : point;
}

/// A place in the text: one code point, its kind, and where the next one starts.
class Cursor {
public:
    Cursor(std::string_view text, std::size_t position) : text_(text), position_(position) { read(); }

    bool atEnd() const { return position_ == text_.size(); }
    std::size_t position() const { return position_; }
    char32_t point() const { return point_; }
    bool is(Kind kind) const { return !atEnd() && kind_ == kind; }
    bool isWhitespace() const { return is(Kind::Space) || is(Kind::NewLine); }

    void advance() {
        position_ = next_;
        read();
    }
    void skip(Kind kind) {
        while (is(kind))
            advance();
    }

private:
    void read() {
        if (atEnd())
            return;
        next_ = position_;
        point_ = unicode::next(text_, next_);
        kind_ = kindOf(point_);
    }

    std::string_view text_;
    std::size_t position_, next_ = 0;
    char32_t point_ = 0;
    Kind kind_ = Kind::Other;
};

/// End of `'s`, `'t`, `'re`, … at the cursor, or its position when there is none.
std::size_t contractionEnd(Cursor at) {
    const auto start = at.position();
    if (at.point() != U'\'')
        return start;
    at.advance();
    if (at.atEnd())
        return start;
    const auto first = folded(at.point());
    at.advance();
    if (first == U's' || first == U't' || first == U'm' || first == U'd')
        return at.position();
    const auto second = at.atEnd() ? U'\0' : folded(at.point());
    const bool matches = ((first == U'r' || first == U'v') && second == U'e') || (first == U'l' && second == U'l');
    if (!matches)
        return start;
    at.advance();
    return at.position();
}

/// A run of whitespace: up to and with its last line break; without one, all of it when the text ends there, else
/// all but its last character, which goes with what follows, unless it is the only one.
std::size_t whitespaceEnd(Cursor at) {
    std::size_t afterLineBreak = 0, beforeLast = 0;
    const auto start = at.position();
    while (at.isWhitespace()) {
        const bool lineBreak = at.is(Kind::NewLine);
        beforeLast = at.position();
        at.advance();
        if (lineBreak)
            afterLineBreak = at.position();
    }
    if (afterLineBreak != 0)
        return afterLineBreak;
    return at.atEnd() || beforeLast == start ? at.position() : beforeLast;
}

std::size_t wordEnd(Cursor at) {
    if (const auto end = contractionEnd(at); end != at.position())
        return end;
    const auto first = at;
    if (!at.is(Kind::Letter) && !at.is(Kind::Number) && !at.is(Kind::NewLine))
        at.advance();
    if (at.is(Kind::Letter)) {
        at.skip(Kind::Letter);
        return at.position();
    }
    at = first;
    if (at.is(Kind::Number)) {
        at.advance();
        return at.position();
    }
    if (at.point() == U' ')
        at.advance();
    if (at.is(Kind::Other)) {
        at.skip(Kind::Other);
        at.skip(Kind::NewLine);
        return at.position();
    }
    return whitespaceEnd(first);
}

} // namespace

std::vector<std::string_view> splitWords(std::string_view text) {
    std::vector<std::string_view> words;
    for (std::size_t start = 0; start < text.size();) {
        const auto end = wordEnd(Cursor(text, start));
        words.push_back(text.substr(start, end - start));
        start = end;
    }
    return words;
}

} // namespace ottava
