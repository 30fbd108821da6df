#pragma once

#include "core/planner/planner_flows.h"

namespace ottava {

/// What kind of song is made; decides whether it is planned at all and whose its length is.
enum class SongKind { Text2Music, Cover, CoverNofsq, Repaint, Lego, Extract, Complete };

/// A request as far as the planner is concerned. Defaults are the reference's.
struct SongInput {
    SongKind kind = SongKind::Text2Music;
    bool flowEdit = false;
    std::string caption, lyrics, keyscale, timesignature;
    std::string vocalLanguage = "unknown";
    std::optional<std::int64_t> bpm;
    std::optional<double> durationSeconds = -1; ///< unset or ≤ 0: to be planned
    std::vector<std::string> audioCodes;        ///< ready ones: one text for all items, or one an item

    bool lmLoaded = true;
    bool thinking = true, useCotMetas = true, useCotCaption = true, useCotLanguage = true;
    bool constrained = true;
    double temperature = 0.85, cfgScale = 2, topP = 0.9; ///< topP ≥ 1 or 0: off
    int topK = 0;                                        ///< 0: off
    std::string negativePrompt = "NO USER INPUT";
    bool legacyUnconditional = false;

    int batchSize = 1, chunkSize = 8;
    std::vector<std::int64_t> seeds; ///< one an item, settled
};

/// What of the plan is shown as the model's own. Unset or empty: the user had given it, or the model did not.
struct CotFields {
    std::optional<std::int64_t> bpm;
    std::string keyscale, timesignature;
    std::optional<double> durationSeconds;
    std::string vocalLanguage = "unknown", caption, lyrics;
};

/// What the DiT is to be given, and where it came from.
struct SongPlan {
    bool success = false;
    std::string error;
    bool usedLm = false;

    std::string caption, lyrics, keyscale, timesignature, vocalLanguage;
    std::optional<std::int64_t> bpm;
    std::optional<double> durationSeconds; ///< unset: the source's length rules
    std::vector<std::string> audioCodes;   ///< as in SongInput

    CotFields cot;
    PlanFields metadata; ///< what the model said, of the first chunk
};

/// Metadata and codes for a song, chunk by chunk; the first chunk's metadata counts. A failure of the model is a failed
/// plan, never a silent fall-back. Throws what `run` throws. Source: language-model specification §4.
SongPlan planSong(const PlannerSetup& setup, const SongInput& input);

/// Fields of a text job, converted.
struct SampleText {
    bool success = false;
    std::string error, status;
    std::string caption, lyrics, keyscale, language, timesignature;
    std::optional<std::int64_t> bpm;
    std::optional<double> durationSeconds;
    bool instrumental = false;
};

/// Blank codes make an example up. Source: §9 and §10; all three sample at 0.85 unless told otherwise.
SampleText understandMusic(const PlannerSetup& setup, const std::string& audioCodes, const TextOptions& options);
SampleText createSample(const PlannerSetup& setup, const InspireInput& input, const TextOptions& options);
SampleText formatMusic(const PlannerSetup& setup, const FormatInput& input, const TextOptions& options);

/// Simple mode: a wish becomes caption, lyrics and metadata, and these a plan. What `input` already holds stays;
/// a planned duration is limited to `maxDurationSeconds`.
SongPlan planFromQuery(const PlannerSetup& setup, const InspireInput& wish, SongInput input, int maxDurationSeconds);

} // namespace ottava
