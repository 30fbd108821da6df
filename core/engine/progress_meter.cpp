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
    const auto frames = static_cast<double>(size_.frames * size_.items);
    if (step <= 0 || frames <= 0)
        return;
    if (stage_ == Stage::Diffusion)
        rates_.diffusion = stageSeconds / (step * frames);
}

std::optional<double> ProgressMeter::remainingSeconds(Stage stage, int step, int steps) const {
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
