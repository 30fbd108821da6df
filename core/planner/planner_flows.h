#pragma once

#include "core/planner/lm_call.h"

#include <set>

namespace ottava {

/// Where the reference misbehaves and we do not; switched on by tests that replay its goldens.
struct ReferenceQuirks {
    bool genresWithoutVocabulary = false; ///< writes genres as free text where no vocabulary is installed
    bool failsWithoutMetadata = false;    ///< cannot make codes from no metadata at all
    bool losesDetectedLanguage = false;   ///< the language that the model detects never reaches the DiT
};

/// What the jobs work with. `run` carries out the calls.
struct PlannerSetup {
    LmRunner run;
    bool hasGenreVocabulary = false;
    ReferenceQuirks quirks = {};
};

/// How a text is to be written.
struct TextOptions {
    TokenSampling sampling;
    bool constrained = true;
    std::int64_t seed = 0;
};

struct GenerateInput {
    std::string caption, lyrics;
    std::string inferType = "llm_dit"; ///< "dit": metadata only; "llm_dit": and codes
    TokenSampling sampling;
    double cfgScale = 1; ///< for codes alone
    std::string negativePrompt = "NO USER INPUT";
    bool legacyUnconditional = false;
    bool constrained = true;
    bool useCotMetas = true, useCotCaption = true, useCotLanguage = true;
    PlanFields userFields;
    std::set<std::string> emptyFields; ///< asked for without a value: they count as known, but hold nothing
    std::optional<double> targetDurationSeconds;
    int batchSize = 1;
    std::vector<std::int64_t> seeds; ///< one an item; surplus is cut off, what is missing counts on from the last
};

struct GenerateOutcome {
    bool success = false;
    std::string error; ///< the model's status, in the reference's words
    PlanFields metadata;
    std::vector<std::string> audioCodes; ///< one an item, each may be empty; none where an item failed
    std::vector<int> codesCounts;        ///< one an item that codes were asked for
};

/// Metadata (once), then codes (one run an item). Every run is seeded. Throws what `run` throws.
/// Source: language-model specification §4.
GenerateOutcome generatePlan(const PlannerSetup& setup, const GenerateInput& input);

struct TextOutcome {
    PlanFields metadata;            ///< empty: it failed, and `status` says why
    std::vector<std::string> order; ///< names in `metadata`, as the model wrote them
    std::optional<std::string> lyrics;
    std::optional<bool> instrumental;
    std::string status; ///< in the reference's words

    bool empty() const { return metadata.empty() && !lyrics && !instrumental; }
};

/// Codes → metadata and lyrics. The reference's handler samples at 0.3 unless told otherwise. Source: §9.
TextOutcome understandCodes(const PlannerSetup& setup, const std::string& audioCodes, const TextOptions& options);

struct InspireInput {
    std::string query;
    bool instrumental = false;
    std::string vocalLanguage; ///< blank or "unknown": the model chooses
};
/// A wish in free words → metadata and lyrics. Source: §10.
TextOutcome inspire(const PlannerSetup& setup, const InspireInput& input, const TextOptions& options);

struct FormatInput {
    std::string caption, lyrics;
    PlanFields userFields; ///< bpm and duration may be text; what is unusable is dropped
};
/// Caption and lyrics → better ones, and metadata. Source: §10.
TextOutcome formatSample(const PlannerSetup& setup, const FormatInput& input, const TextOptions& options);

} // namespace ottava
