#include "core/engine/request_fields.h"

#include <array>

namespace ottava {
namespace {

constexpr double kMaxSeconds = 3'600;
constexpr double kMaxSeed = 4'294'967'295;
constexpr double kNoBound = RequestField::kNoBound;
constexpr std::size_t kMaxCaption = 512, kMaxLyrics = 4'096;

constexpr std::array<std::string_view, 6> kWavelets = {"haar", "db2", "db4", "sym4", "sym8", "coif2"};
constexpr std::array<std::string_view, 4> kMp3Bitrates = {"128k", "192k", "256k", "320k"};
constexpr std::array<std::string_view, 2> kMp3SampleRates = {"48000", "44100"};

constexpr RequestField plain(std::string_view name, FieldMember member) {
    return {.name = name, .member = member};
}
constexpr RequestField within(double low, double high, std::string_view name, FieldMember member) {
    return {.name = name, .member = member, .low = low, .high = high};
}
constexpr RequestField atMost(std::size_t characters, std::string_view name, FieldMember member) {
    return {.name = name, .member = member, .maxCharacters = characters};
}
constexpr RequestField oneOf(std::span<const std::string_view> allowed, std::string_view name, FieldMember member) {
    return {.name = name, .member = member, .allowed = allowed};
}

// Where the reference's own panel stops short of what its engine takes, the wider range stands here.
constexpr std::array kFields = {
    plain("task_type", &Request::taskType),
    plain("instruction", &Request::instruction),

    plain("query", &Request::query),
    atMost(kMaxCaption, "caption", &Request::caption),
    plain("global_caption", &Request::globalCaption),
    atMost(kMaxLyrics, "lyrics", &Request::lyrics),
    plain("instrumental", &Request::instrumental),
    plain("vocal_language", &Request::vocalLanguage),
    within(30, 300, "bpm", &Request::bpm),
    plain("keyscale", &Request::keyscale),
    plain("timesignature", &Request::timesignature),
    within(-kNoBound, kMaxSeconds, "duration", &Request::duration),

    plain("reference_audio", &Request::referenceAudio),
    plain("src_audio", &Request::srcAudio),
    plain("audio_codes", &Request::audioCodes),
    plain("no_fsq", &Request::noFsq),
    oneOf(kTrackNames, "track_name", &Request::trackName),
    oneOf(kTrackNames, "complete_track_classes", &Request::completeTrackClasses),

    within(1, 8, "batch_size", &Request::batchSize),
    within(-1, kMaxSeed, "seed", &Request::seed),
    within(-1, kMaxSeed, "seeds", &Request::seeds),
    plain("use_random_seed", &Request::useRandomSeed),
    within(0, kMaxSeed, "sampling_seed", &Request::samplingSeed),
    within(0, 1, "retake_variance", &Request::retakeVariance),
    within(-1, kMaxSeed, "retake_seed", &Request::retakeSeeds),

    within(1, 200, "inference_steps", &Request::inferenceSteps),
    within(1, 15, "guidance_scale", &Request::guidanceScale),
    plain("use_adg", &Request::useAdg),
    within(0, 1, "cfg_interval_start", &Request::cfgIntervalStart),
    within(0, 1, "cfg_interval_end", &Request::cfgIntervalEnd),
    within(1, 5, "shift", &Request::shift),
    plain("infer_method", &Request::inferMethod),
    plain("sampler_mode", &Request::samplerMode),
    within(0, 5, "velocity_norm_threshold", &Request::velocityNormThreshold),
    within(0, 0.5, "velocity_ema_factor", &Request::velocityEmaFactor),
    within(0, 1, "timesteps", &Request::timesteps),
    plain("dcw_enabled", &Request::dcwEnabled),
    plain("dcw_mode", &Request::dcwMode),
    within(0, 0.1, "dcw_scaler", &Request::dcwScaler),
    within(0, 0.1, "dcw_high_scaler", &Request::dcwHighScaler),
    oneOf(kWavelets, "dcw_wavelet", &Request::dcwWavelet),

    within(0, 1, "audio_cover_strength", &Request::audioCoverStrength),
    within(0, 1, "cover_noise_strength", &Request::coverNoiseStrength),
    within(-kMaxSeconds, kMaxSeconds, "repainting_start", &Request::repaintingStart),
    within(-1, kMaxSeconds, "repainting_end", &Request::repaintingEnd),
    within(-kMaxSeconds, kMaxSeconds, "repainting_regions", &Request::repaintingRegions),
    plain("repaint_hard_cut", &Request::repaintHardCut),
    plain("chunk_mask_mode", &Request::chunkMaskMode),
    plain("repaint_mode", &Request::repaintMode),
    within(0, 1, "repaint_strength", &Request::repaintStrength),
    within(0, 25 * kMaxSeconds, "repaint_latent_crossfade_frames", &Request::repaintLatentCrossfadeFrames),
    within(0, kMaxSeconds, "repaint_wav_crossfade_sec", &Request::repaintWavCrossfadeSec),
    plain("flow_edit_morph", &Request::flowEditMorph),
    atMost(kMaxCaption, "flow_edit_source_caption", &Request::flowEditSourceCaption),
    atMost(kMaxLyrics, "flow_edit_source_lyrics", &Request::flowEditSourceLyrics),
    within(0, 1, "flow_edit_n_min", &Request::flowEditNMin),
    within(0, 1, "flow_edit_n_max", &Request::flowEditNMax),
    within(1, 8, "flow_edit_n_avg", &Request::flowEditNAvg),

    plain("thinking", &Request::thinking),
    within(0, 2, "lm_temperature", &Request::lmTemperature),
    within(1, 3, "lm_cfg_scale", &Request::lmCfgScale),
    within(0, 1, "lm_top_p", &Request::lmTopP),
    within(0, 100, "lm_top_k", &Request::lmTopK),
    plain("lm_negative_prompt", &Request::lmNegativePrompt),
    plain("use_cot_metas", &Request::useCotMetas),
    plain("use_cot_caption", &Request::useCotCaption),
    plain("use_cot_language", &Request::useCotLanguage),
    plain("use_cot_lyrics", &Request::useCotLyrics),
    plain("use_constrained_decoding", &Request::useConstrainedDecoding),
    plain("constrained_decoding_debug", &Request::constrainedDecodingDebug),
    plain("allow_lm_batch", &Request::allowLmBatch),
    within(-kNoBound, 32, "lm_batch_chunk_size", &Request::lmBatchChunkSize),
    within(-1, kMaxSeed, "lm_seeds", &Request::lmSeeds),

    plain("auto_score", &Request::autoScore),
    plain("auto_lrc", &Request::autoLrc),
    within(0.01, 1, "score_scale", &Request::scoreScale),

    plain("audio_format", &Request::audioFormat),
    oneOf(kMp3Bitrates, "mp3_bitrate", &Request::mp3Bitrate),
    oneOf(kMp3SampleRates, "mp3_sample_rate", &Request::mp3SampleRate),
    plain("enable_normalization", &Request::enableNormalization),
    within(-10, kNoBound, "normalization_db", &Request::normalizationDb),
    plain("normalization_mode", &Request::normalizationMode),
    within(-40, -5, "normalization_lufs", &Request::normalizationLufs),
    within(0, 10, "fade_in_duration", &Request::fadeInDuration),
    within(0, 10, "fade_out_duration", &Request::fadeOutDuration),
    within(-0.2, 0.2, "latent_shift", &Request::latentShift),
    within(0, 1.5, "latent_rescale", &Request::latentRescale),
    plain("lora_path", &Request::loraPath),
    plain("use_lora", &Request::useLora),
    within(0, 2, "lora_scale", &Request::loraScale),
};

constexpr std::array kTaskTypes = {NamedChoice{TaskType::Text2Music, "text2music"},
                                   NamedChoice{TaskType::Cover, "cover"},
                                   NamedChoice{TaskType::CoverNoFsq, "cover-nofsq"},
                                   NamedChoice{TaskType::Repaint, "repaint"},
                                   NamedChoice{TaskType::Lego, "lego"},
                                   NamedChoice{TaskType::Extract, "extract"},
                                   NamedChoice{TaskType::Complete, "complete"}};
constexpr std::array kInferMethods = {NamedChoice{InferMethod::Ode, "ode"}, NamedChoice{InferMethod::Sde, "sde"}};
constexpr std::array kSamplerModes = {NamedChoice{SamplerMode::Euler, "euler"}, NamedChoice{SamplerMode::Heun, "heun"}};
constexpr std::array kDcwModes = {NamedChoice{DcwMode::Low, "low"}, NamedChoice{DcwMode::High, "high"},
                                  NamedChoice{DcwMode::Double, "double"}, NamedChoice{DcwMode::Pix, "pix"}};
constexpr std::array kChunkMaskModes = {NamedChoice{ChunkMaskMode::Auto, "auto"},
                                        NamedChoice{ChunkMaskMode::Explicit, "explicit"}};
constexpr std::array kRepaintModes = {NamedChoice{RepaintMode::Conservative, "conservative"},
                                      NamedChoice{RepaintMode::Balanced, "balanced"},
                                      NamedChoice{RepaintMode::Aggressive, "aggressive"}};
constexpr std::array kNormalizationModes = {NamedChoice{NormalizationMode::Peak, "peak"},
                                            NamedChoice{NormalizationMode::Loudness, "loudness"}};
constexpr std::array kAudioFormats = {
    NamedChoice{AudioFormat::Flac, "flac"},   NamedChoice{AudioFormat::Mp3, "mp3"},
    NamedChoice{AudioFormat::Opus, "opus"},   NamedChoice{AudioFormat::Aac, "aac"},
    NamedChoice{AudioFormat::Wav, "wav"},     NamedChoice{AudioFormat::Wav24, "wav24"},
    NamedChoice{AudioFormat::Wav32, "wav32"}, NamedChoice{AudioFormat::Ogg, "ogg"}};

} // namespace

std::span<const RequestField> requestFields() {
    return kFields;
}

std::span<const NamedChoice<TaskType>> namedChoices(TaskType) {
    return kTaskTypes;
}
std::span<const NamedChoice<InferMethod>> namedChoices(InferMethod) {
    return kInferMethods;
}
std::span<const NamedChoice<SamplerMode>> namedChoices(SamplerMode) {
    return kSamplerModes;
}
std::span<const NamedChoice<DcwMode>> namedChoices(DcwMode) {
    return kDcwModes;
}
std::span<const NamedChoice<ChunkMaskMode>> namedChoices(ChunkMaskMode) {
    return kChunkMaskModes;
}
std::span<const NamedChoice<RepaintMode>> namedChoices(RepaintMode) {
    return kRepaintModes;
}
std::span<const NamedChoice<NormalizationMode>> namedChoices(NormalizationMode) {
    return kNormalizationModes;
}
std::span<const NamedChoice<AudioFormat>> namedChoices(AudioFormat) {
    return kAudioFormats;
}

} // namespace ottava
