#include "core/planner/user_fields.h"

#include <fmt/format.h>

namespace ottava {

std::string planValueText(const PlanValue& value) {
    if (const auto* text = std::get_if<std::string>(&value))
        return *text;
    if (const auto* number = std::get_if<double>(&value)) {
        auto text = fmt::format("{}", *number);
        return text.find_first_not_of("-0123456789") == std::string::npos ? text + ".0" : text;
    }
    if (const auto* truth = std::get_if<bool>(&value))
        return *truth ? "True" : "False";
    return fmt::format("{}", std::get<std::int64_t>(value));
}

std::map<std::string, std::vector<TokenId>> userFieldTokens(const PlanFields& fields, const BpeTokenizer& tokenizer) {
    std::map<std::string, std::vector<TokenId>> tokens;
    for (const auto& [name, value] : fields)
        tokens[name] = tokenizer.encode(" " + planValueText(value) + "\n", /*withPostProcessor=*/false);
    return tokens;
}

} // namespace ottava
