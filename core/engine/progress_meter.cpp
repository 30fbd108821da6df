#include "core/engine/progress_meter.h"

#include <utility>

namespace ottava {
namespace {

/// Decoding a frame against one denoising step of it, at the full model size; only used until this machine has decoded
/// once.
constexpr double kDecodingPerStep = 4;

double seconds(ProgressMeter::Clock::duration duration) {
    return std::chrono::duration<double>(duration).count();
}

} // namespace

ProgressMeter::ProgressMeter(std::function<void(const Progress&)> report, WorkRates& rates)
    : report_(std::move(report)), rates_(rates) {}

double ProgressMeter::elapsedSeconds() const {
    return seconds(Clock::now() - start_);
}

void ProgressMeter::at(Stage stage, int step, int steps) {
    if (stage != stage_ || step == 0) {
        stage_ = stage;
        stageStart_ = Clock::now();
        firstStep_ = step;
    }
    learn(seconds(Clock::now() - stageStart_), step - firstStep_);
    if (report_)
        report_(Progress{.stage = stage,
                         .step = step,
                         .steps = steps,
                         .elapsedSeconds = elapsedSeconds(),
                         .etaSeconds = remainingSeconds(stage, step, steps)});
}

void ProgressMeter::learn(double stageSeconds, int step) {
    if (step > 0 && stage_ == Stage::Planning)
        rates_.planning = stageSeconds / step;
    const auto frames = static_cast<double>(size_.frames * size_.items);
    if (step <= 0 || frames <= 0)
        return;
    if (stage_ == Stage::Diffusion)
        rates_.diffusion = stageSeconds / (step * frames);
}

std::optional<double> ProgressMeter::remainingSeconds(Stage stage, int step, int steps) const {
    if (stage != Stage::Planning)
        return remainingMusic(stage, step, steps);
    if (!rates_.planning || steps <= 0)
        return std::nullopt;
    const double plan = *rates_.planning * (steps - step);
    if (size_.frames == 0) // a plan is all that was asked for
        return plan;
    const auto music = remainingMusic(Stage::Encoding, 0, 1);
    return music ? std::optional{plan + *music} : std::nullopt;
}

std::optional<double> ProgressMeter::remainingMusic(Stage stage, int step, int steps) const {
    const auto frames = static_cast<double>(size_.frames * size_.items);
    const auto decoding = rates_.decoding    ? rates_.decoding
                          : rates_.diffusion ? std::optional{*rates_.diffusion * kDecodingPerStep}
                                             : std::nullopt;
    if (!decoding || frames <= 0)
        return std::nullopt;
    const double share = steps > 0 ? 1.0 - static_cast<double>(step) / steps : 0;
    if (stage == Stage::Decoding)
        return share * *decoding * frames;
    if (stage > Stage::Decoding)
        return 0;
    if (!rates_.diffusion)
        return std::nullopt;
    const int stepsLeft = stage == Stage::Diffusion ? steps - step : size_.steps;
    return *rates_.diffusion * frames * stepsLeft + *decoding * frames;
}

} // namespace ottava
