#include "ui/compose/expert_fields.h"

// The fields for the planner, the decoder and the file that is written.

namespace ottava::ui {

namespace {

struct Notes {
    Q_DECLARE_TR_FUNCTIONS(ExpertFields)
public:
    static constexpr const char* kNoPlanner = QT_TR_NOOP("Nothing is planned: Think is off, or there are ready codes.");
};

bool isPlanned(const Request& request) {
    return request.thinking && request.audioCodes.empty();
}

FieldUse plannerUse(const Request& request, DitVariant) {
    return {.matters = isPlanned(request), .note = isPlanned(request) ? nullptr : Notes::kNoPlanner};
}

FieldUse negativeUse(const Request& request, DitVariant variant) {
    auto use = plannerUse(request, variant);
    use.matters = use.matters && request.lmCfgScale > 1;
    return use;
}

FieldUse codesUse(const Request& request, DitVariant) {
    return {.matters = request.thinking || !request.audioCodes.empty()};
}

FieldUse levelUse(const Request& request, DitVariant) {
    return {.matters = request.enableNormalization};
}

FieldUse loudnessUse(const Request& request, DitVariant) {
    return {.matters = request.enableNormalization && request.normalizationMode == NormalizationMode::Loudness};
}

FieldUse mp3Use(const Request& request, DitVariant) {
    return {.matters = request.audioFormat == AudioFormat::Mp3};
}

} // namespace

ExpertSection ExpertFields::planner() {
    return {ExpertTopic::Planner,
            QT_TR_NOOP("Planner"),
            {{.name = "use_cot_metas",
              .label = QT_TR_NOOP("Fill in tempo, key and meter"),
              .words = QT_TR_NOOP("LM CoT metadata BPM"),
              .use = plannerUse},
             {.name = "use_cot_language",
              .label = QT_TR_NOOP("Detect the language"),
              .words = QT_TR_NOOP("LM CoT vocal"),
              .use = plannerUse},
             {.name = "use_cot_caption",
              .label = QT_TR_NOOP("Rewrite the style"),
              .words = QT_TR_NOOP("LM CoT caption description"),
              .use = plannerUse},
             {.name = "lm_temperature",
              .label = QT_TR_NOOP("Temperature"),
              .words = QT_TR_NOOP("LM creativity randomness"),
              .step = 0.05,
              .use = plannerUse},
             {.name = "lm_cfg_scale",
              .label = QT_TR_NOOP("Planner guidance"),
              .words = QT_TR_NOOP("LM CFG scale"),
              .step = 0.1,
              .use = plannerUse},
             {.name = "lm_top_p",
              .label = QT_TR_NOOP("Top-p"),
              .words = QT_TR_NOOP("LM nucleus sampling"),
              .hint = QT_TR_NOOP("1 leaves every token in."),
              .step = 0.05,
              .use = plannerUse},
             {.name = "lm_top_k",
              .label = QT_TR_NOOP("Top-k"),
              .words = QT_TR_NOOP("LM sampling"),
              .zero = QT_TR_NOOP("off"),
              .use = plannerUse},
             {.name = "lm_negative_prompt",
              .label = QT_TR_NOOP("Not like"),
              .words = QT_TR_NOOP("LM negative prompt avoid"),
              .use = negativeUse},
             {.name = "use_constrained_decoding",
              .label = QT_TR_NOOP("Only well-formed plans"),
              .words = QT_TR_NOOP("LM constrained decoding grammar"),
              .hint = QT_TR_NOOP("Off, the planner may write anything; what cannot be read is left out."),
              .use = plannerUse},
             {.name = "lm_batch_chunk_size",
              .label = QT_TR_NOOP("Songs planned at once"),
              .words = QT_TR_NOOP("LM batch chunk parallel memory"),
              .zero = QT_TR_NOOP("all"),
              .use = plannerUse}}};
}

ExpertSection ExpertFields::codes() {
    return {ExpertTopic::Codes,
            QT_TR_NOOP("Codes"),
            {{.name = "audio_cover_strength",
              .label = QT_TR_NOOP("Codes strength"),
              .words = QT_TR_NOOP("plan cover follow share"),
              .hint = QT_TR_NOOP("The share of the steps that follows the codes."),
              .step = 0.05,
              .use = codesUse},
             {.name = "audio_codes",
              .label = QT_TR_NOOP("Ready codes"),
              .words = QT_TR_NOOP("audio codes tokens semantic plan"),
              .hint = QT_TR_NOOP("Codes of another song: they become music as they are, and nothing is planned. "
                                 "Several takes: one after the other with ; between them."),
              .absent = QT_TR_NOOP("from the planner")}}};
}

ExpertSection ExpertFields::decoding() {
    return {ExpertTopic::Decoding,
            QT_TR_NOOP("Decoding"),
            {{.name = "latent_shift",
              .label = QT_TR_NOOP("Latent shift"),
              .words = QT_TR_NOOP("VAE offset brightness"),
              .hint = QT_TR_NOOP("Added to the latents before they become sound."),
              .step = 0.01},
             {.name = "latent_rescale",
              .label = QT_TR_NOOP("Latent scale"),
              .words = QT_TR_NOOP("VAE rescale gain"),
              .hint = QT_TR_NOOP("Multiplies the latents before they become sound."),
              .step = 0.05}}};
}

ExpertSection ExpertFields::output() {
    return {ExpertTopic::Output,
            QT_TR_NOOP("Output"),
            {{.name = "enable_normalization",
              .label = QT_TR_NOOP("Normalise the level"),
              .words = QT_TR_NOOP("normalise normalize volume gain")},
             {.name = "normalization_mode",
              .label = QT_TR_NOOP("Measured by"),
              .words = QT_TR_NOOP("normalise peak loudness LUFS"),
              .choices = {{"peak", QT_TR_NOOP("Peak")}, {"loudness", QT_TR_NOOP("Loudness")}},
              .use = levelUse},
             {.name = "normalization_db",
              .label = QT_TR_NOOP("Peak (dB)"),
              .words = QT_TR_NOOP("normalise ceiling dBFS"),
              .hint = QT_TR_NOOP("With a loudness, the ceiling that no peak passes."),
              .step = 0.5,
              .use = levelUse},
             {.name = "normalization_lufs",
              .label = QT_TR_NOOP("Loudness (LUFS)"),
              .words = QT_TR_NOOP("normalise target streaming"),
              .use = loudnessUse},
             {.name = "fade_in_duration",
              .label = QT_TR_NOOP("Fade in (s)"),
              .words = QT_TR_NOOP("ramp start"),
              .step = 0.5,
              .zero = QT_TR_NOOP("none")},
             {.name = "fade_out_duration",
              .label = QT_TR_NOOP("Fade out (s)"),
              .words = QT_TR_NOOP("ramp end"),
              .step = 0.5,
              .zero = QT_TR_NOOP("none")},
             {.name = "audio_format",
              .label = QT_TR_NOOP("Saved as"),
              .words = QT_TR_NOOP("file format bit depth WAV FLAC MP3 Opus"),
              .hint = QT_TR_NOOP(
                  "WAV and FLAC keep everything; MP3, Opus and Ogg are smaller and lose some quality. 32-bit "
                  "WAV holds floats."),
              .choices = {{"wav24", QT_TR_NOOP("WAV 24-bit")},
                          {"wav", QT_TR_NOOP("WAV 16-bit")},
                          {"wav32", QT_TR_NOOP("WAV 32-bit")},
                          {"flac", QT_TR_NOOP("FLAC")},
                          {"mp3", QT_TR_NOOP("MP3")},
                          {"opus", QT_TR_NOOP("Opus")},
                          {"ogg", QT_TR_NOOP("Ogg Vorbis")}}},
             {.name = "mp3_bitrate",
              .label = QT_TR_NOOP("MP3 bit rate"),
              .words = QT_TR_NOOP("kbit quality"),
              .choices = {{"128k", nullptr}, {"192k", nullptr}, {"256k", nullptr}, {"320k", nullptr}},
              .use = mp3Use},
             {.name = "mp3_sample_rate",
              .label = QT_TR_NOOP("MP3 sample rate"),
              .words = QT_TR_NOOP("Hz frequency"),
              .choices = {{"48000", QT_TR_NOOP("48 kHz")}, {"44100", QT_TR_NOOP("44.1 kHz")}},
              .use = mp3Use}}};
}

} // namespace ottava::ui
