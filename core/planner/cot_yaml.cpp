#include "core/planner/cot_yaml.h"

#include "core/planner/yaml_scalar.h"
#include "core/text/python_text.h"
#include "core/text/unicode.h"

#include <array>
#include <cmath>

namespace ottava {
namespace {

std::u32string codePoints(std::string_view text) {
    std::u32string points;
    for (std::size_t position = 0; position < text.size();)
        points += unicode::next(text, position);
    return points;
}

bool isDecimal(std::string_view text) {
    for (std::size_t position = 0; position < text.size();)
        if (python::digitValue(unicode::next(text, position)) < 0)
            return false;
    return !text.empty();
}

/// A bar of quarters is named by its count alone.
std::string_view withoutQuarters(std::string_view timeSignature) {
    return timeSignature.ends_with("/4") ? timeSignature.substr(0, timeSignature.find('/')) : timeSignature;
}

std::string written(std::int64_t number, std::string_view /*key*/) {
    return std::to_string(number);
}

std::string written(bool value, std::string_view /*key*/) {
    return value ? "true" : "false";
}

std::string written(double number, std::string_view /*key*/) {
    if (!std::isfinite(number))
        return std::isnan(number) ? ".nan" : number > 0 ? ".inf" : "-.inf";
    auto text = python::repr(number);
    if (const auto exponent = text.find('e'); exponent != std::string::npos && text.find('.') == std::string::npos)
        text.insert(exponent, ".0"); // YAML 1.1 wants a point in every float
    return text;
}

std::string written(const std::string& value, std::string_view key) {
    const auto wellFormed = unicode::replaceIllFormed(value);
    const auto text = key == "timesignature" ? withoutQuarters(wellFormed) : std::string_view{wellFormed};
    if (isDecimal(text))
        return *python::integerText(text);
    std::string utf8;
    for (const auto point : yamlScalar(codePoints(text), key.size() + 2))
        unicode::append(utf8, point);
    return utf8;
}

} // namespace

std::string cotText(const PlanFields& fields) {
    static constexpr std::array<std::string_view, 6> keys{"bpm",      "caption",  "duration",
                                                          "keyscale", "language", "timesignature"};
    std::string yaml;
    for (const auto key : keys)
        if (const auto field = fields.find(std::string{key}); field != fields.end())
            yaml.append(key).append(": ").append(
                std::visit([key](const auto& value) { return written(value, key); }, field->second)) += '\n';
    return std::string{"<think>\n"}.append(python::strip(yaml)).append("\n</think>");
}

} // namespace ottava
