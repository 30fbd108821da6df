#include "core/base/error.h"
#include "core/engine/request_fields.h"
#include "core/text/unicode.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <type_traits>

namespace ottava {
namespace {

constexpr std::size_t kShownCharacters = 40;

std::string rangeText(const RequestField& field) {
    const bool hasLow = std::isfinite(field.low), hasHigh = std::isfinite(field.high);
    if (hasLow && hasHigh)
        return fmt::format(" from {} to {}", field.low, field.high);
    if (hasLow)
        return fmt::format(" of at least {}", field.low);
    return hasHigh ? fmt::format(" of at most {}", field.high) : "";
}

template<class Value>
std::string nounOf(const RequestField& field) {
    if constexpr (std::is_same_v<Value, bool>)
        return "true or false";
    else if constexpr (
        std::is_same_v<
            Value,
            int> || std::is_same_v<Value, std::optional<int>> || std::is_same_v<Value, std::optional<std::int64_t>>)
        return "a whole number";
    else if constexpr (std::is_same_v<Value, double>)
        return "a number";
    else if constexpr (std::is_same_v<Value, std::vector<std::int64_t>>)
        return "a list of whole numbers";
    else if constexpr (std::is_same_v<Value, std::vector<double>>)
        return "a list of numbers";
    else if constexpr (std::is_same_v<Value, std::vector<TimeSpan>>)
        return "a list of [start, end] in seconds";
    else if constexpr (std::is_same_v<Value, AudioCodesField>)
        return "text or a list of texts";
    else if constexpr (std::is_same_v<Value, std::vector<std::string>>)
        return "a list of texts";
    else if constexpr (std::is_same_v<Value, std::filesystem::path>)
        return "the path of a file";
    else if constexpr (std::is_enum_v<Value>) {
        std::vector<std::string_view> names;
        for (const auto& choice : namedChoices(Value{}))
            names.push_back(choice.name);
        return fmt::format("one of {}", fmt::join(names, ", "));
    } else
        return field.maxCharacters == RequestField::kAnyLength
                   ? "text"
                   : fmt::format("text of at most {} characters", field.maxCharacters);
}

void check(const RequestField& field, double value) {
    if (!std::isfinite(value) || value < field.low || value > field.high)
        refuseValue(field, fmt::to_string(value));
}

void checkAllowed(const RequestField& field, std::string_view value) {
    if (!field.allowed.empty() && std::find(field.allowed.begin(), field.allowed.end(), value) == field.allowed.end())
        refuseValue(field, fmt::format("\"{}\"", unicode::prefix(value, kShownCharacters)));
}

void check(const RequestField& field, int value) {
    check(field, static_cast<double>(value));
    checkAllowed(field, fmt::to_string(value));
}

void check(const RequestField& field, std::int64_t value) {
    check(field, static_cast<double>(value));
}

void check(const RequestField& field, const std::string& value) {
    if (!unicode::isUtf8(value))
        refuseValue(field, "text that is not UTF-8");
    if (const auto count = unicode::codePointCount(value); count > field.maxCharacters)
        refuseValue(field, fmt::format("text of {} characters", count));
    checkAllowed(field, value);
}

void check(const RequestField& field, const std::filesystem::path& value) {
    if (!unicode::isUtf8(value.string()))
        refuseValue(field, "a path that is not UTF-8");
}

void check(const RequestField& field, const TimeSpan& value) {
    check(field, value.start);
    check(field, value.end);
}

void check(const RequestField&, bool) {}

void check(const RequestField& field, const AudioCodesField& value) {
    for (const auto& item : value.items)
        check(field, item);
}

template<class Choice>
requires std::is_enum_v<Choice>
void check(const RequestField& field, Choice value) {
    const auto choices = namedChoices(value);
    if (std::none_of(choices.begin(), choices.end(), [&](const auto& choice) { return choice.value == value; }))
        refuseValue(field, fmt::to_string(static_cast<int>(value)));
}

template<class Value>
void check(const RequestField& field, const std::optional<Value>& value) {
    if (value)
        check(field, *value);
}

template<class Value>
void check(const RequestField& field, const std::vector<Value>& values) {
    for (const auto& value : values)
        check(field, value);
}

} // namespace

std::string expectation(const RequestField& field) {
    if (!field.allowed.empty())
        return fmt::format("one of {}", fmt::join(field.allowed, ", "));
    const auto noun =
        std::visit([&](auto member) { return nounOf<std::decay_t<decltype(std::declval<Request>().*member)>>(field); },
                   field.member);
    return noun + rangeText(field);
}

void refuseValue(const RequestField& field, std::string_view value) {
    throw Error{ErrorCode::BadRequest, sentence("{}: {} is not {}.", field.name, value, expectation(field)),
                sentence("Correct {} in the request.", field.name)};
}

void checkField(const RequestField& field, const Request& request) {
    std::visit([&](auto member) { check(field, request.*member); }, field.member);
}

} // namespace ottava
