#pragma once

#include "core/audio/audio_format.h"
#include "core/base/warning.h"
#include "core/engine/audio_codes_field.h"
#include "core/engine/time_span.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ottava {

enum class TaskType { Text2Music, Cover, CoverNoFsq, Repaint, Lego, Extract, Complete };
enum class InferMethod { Ode, Sde };
enum class SamplerMode { Euler, Heun };
enum class DcwMode { Low, High, Double, Pix };
enum class RepaintMode { Conservative, Balanced, Aggressive };
enum class NormalizationMode { Peak, Loudness };
enum class ChunkMaskMode { Auto, Explicit };

/// The stems that can be extracted, added or completed.
inline constexpr std::array<std::string_view, 12> kTrackNames = {
    "woodwinds", "brass",  "fx",   "synth", "strings",        "percussion",
    "keyboard",  "guitar", "bass", "drums", "backing_vocals", "vocals"};

/// Everything that can be asked of one generation, flat, under the names of ACE-Step 1.5's own generation parameters
/// (in JSON: snake_case, so `inferenceSteps` is `inference_steps`). Source: GenerationParams and GenerationConfig.
/// A Request that exists is valid: `requestFromJson` and `validate` are the door.
struct Request {
    TaskType taskType = TaskType::Text2Music;
    std::optional<std::string> instruction; ///< unset: the task's own sentence

    // What to make.
    std::string query;   ///< a free wish, for the planner
    std::string caption; ///< at most 512 characters (Unicode code points)
    std::string globalCaption;
    std::string lyrics; ///< at most 4096 characters
    bool instrumental = false;
    std::string vocalLanguage = "unknown";
    std::optional<int> bpm;    ///< 30 to 300
    std::string keyscale;      ///< empty: left open
    std::string timesignature; ///< empty: left open
    double duration = -1;      ///< s, at most 3600 (the tier lowers it further); ≤ 0: left open

    // Sources.
    std::filesystem::path referenceAudio, srcAudio;
    AudioCodesField audioCodes;                    ///< JSON: text for all items, or a list with one an item
    bool noFsq = false;                            ///< another way to write it: makes Cover CoverNoFsq on reading
    std::optional<std::string> trackName;          ///< one of kTrackNames; "" is read as unset
    std::vector<std::string> completeTrackClasses; ///< of kTrackNames; JSON: list or comma list

    // How many, from which noise.
    int batchSize = 2;                ///< 1 to 8
    std::optional<std::int64_t> seed; ///< of the first item; −1 or unset: random. A list in JSON goes to `seeds`
    std::vector<std::int64_t> seeds;  ///< one an item, −1: random; come before `seed`; see core/engine/seeds.h
    bool useRandomSeed = false;       ///< given seeds are ignored
    std::optional<std::int64_t> samplingSeed; ///< the second stream: VAE sampling and SDE noise
    double retakeVariance = 0;                ///< 0 to 1
    std::vector<std::int64_t> retakeSeeds;    ///< JSON: retake_seed

    // Diffusion.
    int inferenceSteps = 8;     ///< 1 to 200
    double guidanceScale = 7.0; ///< 1 to 15
    bool useAdg = false;
    double cfgIntervalStart = 0, cfgIntervalEnd = 1;
    double shift = 3.0; ///< 1 to 5; ≤ 0 is read as 1
    InferMethod inferMethod = InferMethod::Ode;
    SamplerMode samplerMode = SamplerMode::Euler;
    double velocityNormThreshold = 0; ///< 0 (off) to 5
    double velocityEmaFactor = 0;     ///< 0 (off) to 0.5
    std::vector<double> timesteps;    ///< explicit schedule, each 0 to 1; empty: from steps and shift
    bool dcwEnabled = true;
    DcwMode dcwMode = DcwMode::Double;
    double dcwScaler = 0.05, dcwHighScaler = 0.02; ///< 0 to 0.1
    std::string dcwWavelet = "haar";

    // Changing existing audio.
    double audioCoverStrength = 1, coverNoiseStrength = 0;
    double repaintingStart = 0, repaintingEnd = -1; ///< s
    /// Ours: several regions in one pass, instead of the one above. JSON: a list of [start, end]
    std::vector<TimeSpan> repaintingRegions;
    /// Ours: outside the regions the source stays as it is, sample for sample, without ramps or changes of level
    bool repaintHardCut = false;
    ChunkMaskMode chunkMaskMode = ChunkMaskMode::Auto;
    RepaintMode repaintMode = RepaintMode::Balanced;
    double repaintStrength = 0.5;
    int repaintLatentCrossfadeFrames = 10;
    double repaintWavCrossfadeSec = 0;
    bool flowEditMorph = false;
    std::string flowEditSourceCaption, flowEditSourceLyrics;
    double flowEditNMin = 0, flowEditNMax = 1;
    int flowEditNAvg = 1;

    // The planner.
    bool thinking = true;
    double lmTemperature = 0.85, lmCfgScale = 2.0, lmTopP = 0.9;
    int lmTopK = 0;
    std::string lmNegativePrompt = "NO USER INPUT";
    bool useCotMetas = true, useCotCaption = false, useCotLanguage = true, useCotLyrics = false;
    bool useConstrainedDecoding = true, constrainedDecodingDebug = false, allowLmBatch = true;
    int lmBatchChunkSize = 8;          ///< at most 32; ≤ 0: the batch size
    std::vector<std::int64_t> lmSeeds; ///< one an item, −1 or missing: the item's own seed

    // Judging what was made.
    bool autoScore = false;  ///< score each take
    bool autoLrc = false;    ///< time the lyrics of each take
    double scoreScale = 0.5; ///< 0.01 to 1: the smaller, the more a small difference counts

    // Output.
    AudioFormat audioFormat = AudioFormat::Wav24;
    std::string mp3Bitrate = "320k";
    int mp3SampleRate = 48'000;
    bool enableNormalization = true;
    double normalizationDb = -1.0; ///< dBFS, −10 to 0; above 0 skips it
    /// Ours: what is brought to a level, the peak or the loudness; `normalizationDb` is the ceiling of the latter.
    NormalizationMode normalizationMode = NormalizationMode::Peak;
    double normalizationLufs = -14.0;               ///< −40 to −5
    double fadeInDuration = 0, fadeOutDuration = 0; ///< s
    double latentShift = 0, latentRescale = 1;
    std::filesystem::path loraPath;
    bool useLora = false;
    double loraScale = 1.0; ///< 0 to 2

    bool operator==(const Request&) const = default;
};

/// Reads the flat JSON object; null stands for the default. A nested `config` object is read as if it were flat, as the
/// reference's sidecars have it. Unknown fields become one warning that names them; a number that had to be rounded or
/// moved (shift ≤ 0, less than one step) a `value_rounded` each.
/// Throws Error (BadRequest) naming field, value and range for a wrong type or a value outside its hard range, and for
/// text that is not JSON or not UTF-8.
Request requestFromJson(std::string_view json, Warnings& warnings);

/// The JSON that `requestFromJson` reads back to an equal request.
std::string requestToJson(const Request& request);

/// Checks the hard ranges of a request built in code. Throws Error (BadRequest) as `requestFromJson` does.
void validate(const Request& request);

/// Source's instruction sentence for the request's task, unless it has one of its own.
std::string taskInstruction(const Request& request);

} // namespace ottava
