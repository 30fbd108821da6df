#include "ui/compose/expert_fields.h"

// The fields that the diffusion model goes by.

namespace ottava::ui {

namespace {

constexpr int kMostDistilledSteps = 8; // the turbo model gains nothing from more, so the engine makes no more

struct Notes {
    Q_DECLARE_TR_FUNCTIONS(ExpertFields)
public:
    static constexpr const char* kIgnored = QT_TR_NOOP("The turbo model needs no guidance and ignores all of this.");
    static constexpr const char* kFewSteps = QT_TR_NOOP("The turbo model makes at most 8 steps.");
    static constexpr const char* kTimesteps = QT_TR_NOOP("The time steps below come before this.");
    static constexpr const char* kOwnSolver = QT_TR_NOOP("SDE has a solver of its own.");
};

FieldUse stepsUse(const Request& request, DitVariant variant) {
    if (!request.timesteps.empty())
        return {.matters = false, .note = Notes::kTimesteps};
    return {.note = variant == DitVariant::Turbo && request.inferenceSteps > kMostDistilledSteps ? Notes::kFewSteps
                                                                                                 : nullptr};
}

FieldUse shiftUse(const Request& request, DitVariant) {
    return request.timesteps.empty() ? FieldUse{} : FieldUse{.matters = false, .note = Notes::kTimesteps};
}

FieldUse solverUse(const Request& request, DitVariant) {
    return request.inferMethod == InferMethod::Ode ? FieldUse{} : FieldUse{.matters = false, .note = Notes::kOwnSolver};
}

FieldUse guidanceUse(const Request&, DitVariant variant) {
    return {.note = variant == DitVariant::Turbo ? Notes::kIgnored : nullptr};
}

FieldUse waveletUse(const Request& request, DitVariant) {
    return {.matters = request.dcwEnabled};
}

FieldUse waveletBasisUse(const Request& request, DitVariant) {
    return {.matters = request.dcwEnabled && request.dcwMode != DcwMode::Pix};
}

FieldUse highBandUse(const Request& request, DitVariant) {
    return {.matters = request.dcwEnabled && request.dcwMode == DcwMode::Double};
}

FieldUse retakeSeedUse(const Request& request, DitVariant) {
    return {.matters = request.retakeVariance > 0};
}

} // namespace

ExpertSection ExpertFields::diffusion() {
    return {ExpertTopic::Diffusion,
            QT_TR_NOOP("Diffusion"),
            {{.name = "inference_steps",
              .label = QT_TR_NOOP("Steps"),
              .words = QT_TR_NOOP("quality iterations denoising"),
              .use = stepsUse},
             {.name = "shift",
              .label = QT_TR_NOOP("Shift"),
              .words = QT_TR_NOOP("schedule sigma noise level"),
              .hint = QT_TR_NOOP("Above 1, more of the steps go to the rough shape of the song."),
              .step = 0.1,
              .use = shiftUse},
             {.name = "infer_method",
              .label = QT_TR_NOOP("Method"),
              .words = QT_TR_NOOP("stochastic deterministic ODE SDE"),
              .hint = QT_TR_NOOP("ODE follows one path from the first noise; SDE adds fresh noise at each step."),
              .choices = {{"ode", QT_TR_NOOP("ODE")}, {"sde", QT_TR_NOOP("SDE")}}},
             {.name = "sampler_mode",
              .label = QT_TR_NOOP("Solver"),
              .words = QT_TR_NOOP("sampler scheduler order Euler Heun"),
              .hint = QT_TR_NOOP("Heun is more exact than Euler and takes twice as long."),
              .choices = {{"euler", QT_TR_NOOP("Euler")}, {"heun", QT_TR_NOOP("Heun")}},
              .use = solverUse},
             {.name = "timesteps",
              .label = QT_TR_NOOP("Time steps"),
              .words = QT_TR_NOOP("schedule sigmas list"),
              .hint = QT_TR_NOOP("A schedule of your own from 1 (noise) towards 0 (music): 1, 0.75, 0.5, 0.25."),
              .absent = QT_TR_NOOP("from steps and shift")},
             {.name = "velocity_norm_threshold",
              .label = QT_TR_NOOP("Velocity limit"),
              .words = QT_TR_NOOP("norm clamp threshold"),
              .hint = QT_TR_NOOP("Holds back steps that would go too far."),
              .step = 0.1,
              .zero = QT_TR_NOOP("off")},
             {.name = "velocity_ema_factor",
              .label = QT_TR_NOOP("Velocity smoothing"),
              .words = QT_TR_NOOP("EMA moving average momentum"),
              .hint = QT_TR_NOOP("How much of the last step's direction each step keeps."),
              .step = 0.05,
              .zero = QT_TR_NOOP("off")}}};
}

ExpertSection ExpertFields::guidance() {
    return {ExpertTopic::Guidance,
            QT_TR_NOOP("Guidance"),
            {{.name = "guidance_scale",
              .label = QT_TR_NOOP("Guidance"),
              .words = QT_TR_NOOP("CFG prompt strength scale"),
              .hint = QT_TR_NOOP("How closely the music follows the words."),
              .step = 0.5,
              .use = guidanceUse},
             {.name = "use_adg",
              .label = QT_TR_NOOP("Adaptive guidance"),
              .words = QT_TR_NOOP("ADG dual"),
              .use = guidanceUse},
             {.name = "cfg_interval_start",
              .label = QT_TR_NOOP("Guided from"),
              .words = QT_TR_NOOP("CFG interval start begin"),
              .hint = QT_TR_NOOP("Part of the way, 0 to 1, from which guidance is on."),
              .step = 0.05,
              .use = guidanceUse},
             {.name = "cfg_interval_end",
              .label = QT_TR_NOOP("Guided until"),
              .words = QT_TR_NOOP("CFG interval end stop"),
              .hint = QT_TR_NOOP("Part of the way, 0 to 1, up to which guidance is on."),
              .step = 0.05,
              .use = guidanceUse}}};
}

ExpertSection ExpertFields::correction() {
    return {ExpertTopic::Correction,
            QT_TR_NOOP("Wavelet correction"),
            {{.name = "dcw_enabled",
              .label = QT_TR_NOOP("Correct each step"),
              .words = QT_TR_NOOP("DCW wavelet correction")},
             {.name = "dcw_mode",
              .label = QT_TR_NOOP("Bands"),
              .words = QT_TR_NOOP("DCW wavelet frequency"),
              .choices = {{"double", QT_TR_NOOP("Both")},
                          {"low", QT_TR_NOOP("Low")},
                          {"high", QT_TR_NOOP("High")},
                          {"pix", QT_TR_NOOP("No split")}},
              .use = waveletUse},
             {.name = "dcw_scaler",
              .label = QT_TR_NOOP("Strength"),
              .words = QT_TR_NOOP("DCW wavelet low scaler"),
              .step = 0.005,
              .use = waveletUse},
             {.name = "dcw_high_scaler",
              .label = QT_TR_NOOP("High strength"),
              .words = QT_TR_NOOP("DCW wavelet high scaler"),
              .step = 0.005,
              .use = highBandUse},
             {.name = "dcw_wavelet",
              .label = QT_TR_NOOP("Wavelet"),
              .words = QT_TR_NOOP("DCW basis Haar Daubechies"),
              .choices = {{"haar", nullptr},
                          {"db2", nullptr},
                          {"db4", nullptr},
                          {"sym4", nullptr},
                          {"sym8", nullptr},
                          {"coif2", nullptr}},
              .use = waveletBasisUse}}};
}

ExpertSection ExpertFields::noise() {
    return {ExpertTopic::Noise,
            QT_TR_NOOP("Noise"),
            {{.name = "seeds",
              .label = QT_TR_NOOP("Seeds of the takes"),
              .words = QT_TR_NOOP("random list batch"),
              .hint = QT_TR_NOOP("One for each take; they come before the seed above. -1: a new one."),
              .absent = QT_TR_NOOP("the seed above, then new ones")},
             {.name = "sampling_seed",
              .label = QT_TR_NOOP("Second seed"),
              .words = QT_TR_NOOP("random SDE VAE stream"),
              .hint = QT_TR_NOOP("For everything that is drawn after the first noise."),
              .absent = QT_TR_NOOP("the first seed")},
             {.name = "retake_variance",
              .label = QT_TR_NOOP("Retake variation"),
              .words = QT_TR_NOOP("variance mix second noise"),
              .hint = QT_TR_NOOP("How much of a second noise is mixed in: near 0 a slight change, 1 another song."),
              .step = 0.05,
              .zero = QT_TR_NOOP("off")},
             {.name = "retake_seed",
              .label = QT_TR_NOOP("Retake seeds"),
              .words = QT_TR_NOOP("random variation"),
              .absent = QT_TR_NOOP("new each time"),
              .use = retakeSeedUse}}};
}

} // namespace ottava::ui
