#include "core/engine/song_size.h"

#include "core/base/units.h"
#include "core/planner/decoding_limits.h"
#include "core/text/audio_codes.h"

#include <algorithm>
#include <cmath>

namespace ottava {
namespace {

constexpr double kDefaultSeconds = 120;
constexpr std::int64_t kPromptTokens = 1'024, kContextTokens = 4'096;
constexpr std::int64_t kMostLyricTokens = 2'048, kFrameTokens = 64;

/// Prompt and answer of the planner, at most.
std::int64_t plannerTokens(double seconds) {
    const auto answer = maxNewTokens({.phase = PlannerPhase::Codes,
                                      .targetDurationSeconds = seconds > 0 ? std::optional{seconds} : std::nullopt,
                                      .maxDurationSeconds = 600,
                                      .fallback = std::nullopt,
                                      .contextTokens = static_cast<int>(kContextTokens)});
    return std::min(kContextTokens, kPromptTokens + answer);
}

/// Of the longest text of codes; 0 without one.
std::int64_t framesOfCodes(const Request& request) {
    std::size_t codes = 0;
    for (const auto& text : request.audioCodes.items)
        codes = std::max(codes, parseAudioCodes(text).size());
    return static_cast<std::int64_t>(codes) * kFramesPerCode;
}

} // namespace

std::int64_t latentFramesFor(double seconds) {
    const double wished = seconds > 0 ? seconds : kDefaultSeconds;
    const double rounded = std::max(0.1, std::nearbyint(wished * 10) / 10);
    const auto samples = static_cast<std::int64_t>(rounded * kSampleRate);
    return std::max<std::int64_t>(samples / kHopLength, kMinLatentFrames);
}

SongSize songSize(const Request& request, const SongFacts& facts) {
    const double seconds = facts.seconds.value_or(request.duration);
    const auto codes = framesOfCodes(request);
    SongSize song;
    // A song whose length is left open lasts as long as its codes.
    song.frames = codes > 0 && seconds <= 0 ? std::max<std::int64_t>(codes, kMinLatentFrames)
                                            : std::max(latentFramesFor(seconds), codes);
    song.items = request.batchSize;
    song.guided = !facts.turbo && request.guidanceScale > 1;
    song.fromAudio = !request.srcAudio.empty() || !request.referenceAudio.empty();
    song.fromCodes = facts.planned || !request.audioCodes.empty() || request.taskType == TaskType::Cover;
    song.morphs = request.flowEditMorph;
    if (facts.planned) {
        const auto chunk = request.lmBatchChunkSize > 0 ? request.lmBatchChunkSize : request.batchSize;
        song.lmRows = std::min(request.batchSize, chunk) * (request.lmCfgScale > 1 ? 2 : 1);
        song.lmTokens = plannerTokens(seconds);
    }
    song.lyricTokens =
        std::min<std::int64_t>(kMostLyricTokens, kFrameTokens + static_cast<std::int64_t>(request.lyrics.size()) / 2);
    return song;
}

} // namespace ottava
