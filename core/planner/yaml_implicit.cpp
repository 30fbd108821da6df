#include "core/planner/yaml_scalar.h"

#include <algorithm>
#include <array>

namespace ottava {
namespace {

/// Reads a text from the front, one rule of YAML 1.1's implicit types after the other.
class Reader {
public:
    explicit Reader(std::u32string_view text) : rest_(text) {}

    bool atEnd() const { return rest_.empty(); }
    bool one(std::u32string_view set) {
        if (rest_.empty() || set.find(rest_[0]) == std::u32string_view::npos)
            return false;
        rest_.remove_prefix(1);
        return true;
    }
    /// As many of `set` as there are, no more than `most`; how many it were.
    std::size_t run(std::u32string_view set, std::size_t most = std::u32string_view::npos) {
        std::size_t count = 0;
        while (count < most && one(set))
            ++count;
        return count;
    }
    bool text(std::u32string_view expected) {
        if (!rest_.starts_with(expected))
            return false;
        rest_.remove_prefix(expected.size());
        return true;
    }

private:
    std::u32string_view rest_;
};

constexpr std::u32string_view kDigits = U"0123456789", kDigitsAndLine = U"0123456789_", kSign = U"+-";

bool isWord(std::u32string_view text) {
    static constexpr std::array<std::u32string_view, 25> words{
        U"yes", U"Yes", U"YES", U"no",  U"No",  U"NO",   U"true", U"True", U"TRUE", U"false", U"False", U"FALSE", U"on",
        U"On",  U"ON",  U"off", U"Off", U"OFF", U"null", U"Null", U"NULL", U"~",    U"=",     U"<<",    U""};
    return std::ranges::find(words, text) != words.end();
}

/// Parts of base 60 (":30"), at least one.
bool sexagesimal(Reader& reader) {
    std::size_t parts = 0;
    for (; reader.one(U":"); ++parts) {
        // [0-5]?[0-9]: a second digit only behind one of 0 to 5.
        Reader ahead = reader;
        if (ahead.one(U"012345") && ahead.one(kDigits))
            reader = ahead;
        else if (!reader.one(kDigits))
            return false;
    }
    return parts > 0;
}

bool isInteger(std::u32string_view text) {
    Reader signedText{text};
    signedText.run(kSign, 1);
    const auto all = [&](std::u32string_view prefix, std::u32string_view set) {
        Reader reader = signedText;
        return reader.text(prefix) && reader.run(set) > 0 && reader.atEnd();
    };
    if (all(U"0b", U"01_") || all(U"0x", U"0123456789abcdefABCDEF_") || all(U"0", U"01234567_"))
        return true;
    Reader reader = signedText;
    if (reader.one(U"0"))
        return reader.atEnd();
    if (!reader.one(U"123456789"))
        return false;
    reader.run(kDigitsAndLine);
    return reader.atEnd() || (sexagesimal(reader) && reader.atEnd());
}

bool exponentOrEnd(Reader& reader) {
    if (reader.atEnd())
        return true;
    return reader.one(U"eE") && reader.one(kSign) && reader.run(kDigits) > 0 && reader.atEnd();
}

bool isFloat(std::u32string_view text) {
    Reader reader{text};
    if (reader.one(U".")) {
        if (Reader fraction = reader; fraction.one(kDigits)) {
            fraction.run(kDigitsAndLine);
            return exponentOrEnd(fraction);
        }
        reader = Reader{text};
        for (const auto* nan : {U".nan", U".NaN", U".NAN"})
            if (text == nan)
                return true;
    }
    reader.run(kSign, 1);
    for (const auto* infinity : {U".inf", U".Inf", U".INF"})
        if (Reader ahead = reader; ahead.text(infinity) && ahead.atEnd())
            return true;
    if (!reader.one(kDigits))
        return false;
    reader.run(kDigitsAndLine);
    if (Reader decimal = reader; decimal.one(U".")) {
        decimal.run(kDigitsAndLine);
        return exponentOrEnd(decimal);
    }
    if (!sexagesimal(reader) || !reader.one(U"."))
        return false;
    reader.run(kDigitsAndLine);
    return reader.atEnd();
}

bool isZoneOrEnd(Reader reader) {
    if (reader.atEnd())
        return true;
    reader.run(U" \t");
    if (reader.one(U"Z"))
        return reader.atEnd();
    if (!reader.one(kSign) || reader.run(kDigits, 2) == 0)
        return false;
    return reader.atEnd() || (reader.one(U":") && reader.run(kDigits, 2) == 2 && reader.atEnd());
}

bool isTimestamp(std::u32string_view text) {
    Reader reader{text};
    if (reader.run(kDigits, 4) != 4 || !reader.one(U"-"))
        return false;
    const auto month = reader.run(kDigits, 2);
    if (month == 0 || !reader.one(U"-"))
        return false;
    const auto day = reader.run(kDigits, 2);
    if (day == 0)
        return false;
    if (reader.atEnd())
        return month == 2 && day == 2;
    if (!reader.one(U"Tt") && reader.run(U" \t") == 0)
        return false;
    if (reader.run(kDigits, 2) == 0 || !reader.one(U":") || reader.run(kDigits, 2) != 2 || !reader.one(U":")
        || reader.run(kDigits, 2) != 2)
        return false;
    if (reader.one(U"."))
        reader.run(kDigits);
    return isZoneOrEnd(reader);
}

} // namespace

bool readsAsOtherThanText(std::u32string_view text) {
    return isWord(text) || isInteger(text) || isFloat(text) || isTimestamp(text);
}

} // namespace ottava
