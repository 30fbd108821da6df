#pragma once

#include "core/planner/plan_fields.h"
#include "core/text/bpe_tokenizer.h"

#include <map>
#include <vector>

namespace ottava {

/// A value as text: numbers in their shortest form, a double always with a fraction or an exponent,
/// truth as True or False.
std::string planValueText(const PlanValue& value);

/// Tokens that write each field's value by force, from behind its colon to the line's end: " value\n" encoded.
/// Throws Error (BadRequest) when a text is not UTF-8.
std::map<std::string, std::vector<TokenId>> userFieldTokens(const PlanFields& fields, const BpeTokenizer& tokenizer);

} // namespace ottava
