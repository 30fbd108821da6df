#include "core/planner/lm_prompts.h"

#include "core/text/python_text.h"

#include <fmt/format.h>

namespace ottava {
namespace {

constexpr std::string_view kGenerate = "Generate audio semantic tokens based on the given conditions:";
constexpr std::string_view kUnderstand =
    "Understand the given musical conditions and describe the audio semantics accordingly:";
constexpr std::string_view kInspire = "Expand the user's input into a more detailed and specific musical description:";
constexpr std::string_view kFormat = "Format the user's input into a more detailed and specific musical description:";

constexpr std::string_view kEmptyCot = "<think>\n\n</think>\n\n";
constexpr std::string_view kUserTurn = "<|im_start|>user\n";

std::string chat(std::string_view instruction, std::string_view user) {
    return fmt::format("<|im_start|>system\n# Instruction\n{}\n\n<|im_end|>\n{}{}<|im_end|>\n<|im_start|>assistant\n",
                       instruction, kUserTurn, user);
}

std::string song(std::string_view caption, std::string_view lyrics) {
    return fmt::format("# Caption\n{}\n\n# Lyric\n{}\n", caption, lyrics);
}

std::string unconditionalPlan(const LmCall& call) {
    if (isMeaningfulNegative(call.negativePrompt))
        return planPrompt(call.negativePrompt, call.lyrics);
    return chat(kGenerate, fmt::format("# Lyric\n{}\n", call.lyrics));
}

std::string unconditionalCodes(const LmCall& call) {
    const bool meaningful = isMeaningfulNegative(call.negativePrompt);
    if (call.legacyUnconditional)
        return planPrompt(meaningful ? call.negativePrompt : call.caption, call.lyrics).append(kEmptyCot);
    return chat(kGenerate, meaningful ? std::string_view{call.negativePrompt} : kNoUserInput).append(kEmptyCot);
}

/// The text jobs share a phase, so their instruction is taken from the prompt itself; no instruction holds a turn.
std::string unconditionalText(const LmCall& call) {
    const auto user = call.prompt.find(kUserTurn);
    return call.prompt.substr(0, user)
        .append(kUserTurn)
        .append(call.negativePrompt)
        .append("<|im_end|>\n<|im_start|>assistant\n");
}

} // namespace

std::string planPrompt(std::string_view caption, std::string_view lyrics) {
    return chat(kGenerate, song(caption, lyrics));
}

std::string codesPrompt(std::string_view caption, std::string_view lyrics, std::string_view cotText) {
    return planPrompt(caption, lyrics).append(cotText).append("\n\n");
}

std::string understandPrompt(std::string_view codes) {
    return chat(kUnderstand, codes);
}

std::string inspirePrompt(std::string_view query, bool instrumental) {
    return chat(kInspire, fmt::format("{}\n\ninstrumental: {}", query, instrumental));
}

std::string formatPrompt(std::string_view caption, std::string_view lyrics) {
    return chat(kFormat, fmt::format("# Caption\n{}\n\n# Lyric\n{}", caption, lyrics));
}

bool isMeaningfulNegative(std::string_view negativePrompt) {
    const auto trimmed = python::strip(negativePrompt);
    return !trimmed.empty() && trimmed != kNoUserInput;
}

std::string unconditionalPrompt(const LmCall& call) {
    switch (call.phase) {
    case PlannerPhase::Cot:
        return unconditionalPlan(call);
    case PlannerPhase::Codes:
        return unconditionalCodes(call);
    case PlannerPhase::Understand:
        return unconditionalText(call);
    }
    return unconditionalText(call);
}

} // namespace ottava
