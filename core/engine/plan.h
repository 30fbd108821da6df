#pragma once

#include "core/base/warning.h"
#include "core/engine/request.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace ottava {

/// What can be asked for apart from making a song: of the language model, but for the last.
enum class PlannerTask {
    Plan,       ///< the whole plan of a song: metadata, then audio codes (with `query` alone: caption and lyrics first)
    Inspire,    ///< `query`, `instrumental`, `vocalLanguage` → caption, lyrics, metadata
    Format,     ///< caption and lyrics (and what metadata is given) → better ones
    Understand, ///< a recording or audio codes → caption, lyrics, metadata, codes
    ReadCodes,  ///< a recording → its audio codes; loads no language model
};

struct PlannerJob {
    PlannerTask task = PlannerTask::Plan;
    Request request;
    std::filesystem::path audio;     ///< Understand: the recording; empty: `request.audioCodes`
    std::filesystem::path traceFile; ///< Plan: every step as JSON; empty: none
};

/// What the language model wrote, field by field. Empty or unset: it did not write that one.
struct Plan {
    std::string caption, lyrics, language, keyscale, timesignature, genres;
    std::optional<int> bpm;
    std::optional<double> durationSeconds;
    std::vector<std::string> audioCodes; ///< `<|audio_code_N|>`…, one string an item

    bool operator==(const Plan&) const = default;
};

struct PlanResult {
    Plan plan;
    Request request; ///< the request with the plan in it: what `generate` would take to make exactly this song
    std::string lm;  ///< folder name of the planner
    std::vector<std::int64_t> lmSeeds; ///< one an item
    Warnings warnings;
    double planSeconds = 0;
    int tokenCount = 0; ///< tokens drawn, all sequences together
    double peakRssMb = 0;
};

} // namespace ottava
