#pragma once

#include "core/planner/lm_call.h"

#include <string>
#include <string_view>

namespace ottava {

/// What stands for a text that the user left empty.
inline constexpr std::string_view kNoUserInput = "NO USER INPUT";

/// The prompts of the language model, whole and ready to be tokenised; the assistant's turn stays open. Texts are
/// inserted verbatim. Source: language-model specification §3.
std::string planPrompt(std::string_view caption, std::string_view lyrics);
/// `cotText`: what `cotText` of cot_yaml.h writes.
std::string codesPrompt(std::string_view caption, std::string_view lyrics, std::string_view cotText);
/// `codes`: `<|audio_code_N|>`… without separators.
std::string understandPrompt(std::string_view codes);
std::string inspirePrompt(std::string_view query, bool instrumental);
std::string formatPrompt(std::string_view caption, std::string_view lyrics);

/// Whether the user really asked for something to be avoided.
bool isMeaningfulNegative(std::string_view negativePrompt);

/// The prompt of the unconditional half of classifier-free guidance that belongs to `call`.
std::string unconditionalPrompt(const LmCall& call);

} // namespace ottava
