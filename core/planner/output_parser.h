#pragma once

#include "core/planner/plan_fields.h"

#include <string>
#include <string_view>
#include <vector>

namespace ottava {

/// What a text of the language model says.
struct ParsedOutput {
    PlanFields metadata;
    std::vector<std::string> order; ///< names in `metadata`, as the model wrote them
    std::string audioCodes;         ///< `<|audio_code_N|>`… without anything between
};

/// Metadata and codes of a text. bpm and duration are numbers where they are written as such, else text.
/// Source: language-model specification §8.
ParsedOutput parseLmOutput(std::string_view text);

/// The lyrics that follow the metadata block; empty when there are none.
std::string lyricsOf(std::string_view text);

} // namespace ottava
