#include "core/engine/bench_dit.h"

#include "core/base/error.h"
#include "core/base/units.h"
#include "core/engine/bench_clock.h"
#include "core/engine/bench_models.h"
#include "core/models/dit_memory.h"
#include "core/models/recorded_steps.h"

#include <ATen/ops/full.h>
#include <ATen/ops/randn.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <functional>

namespace ottava {
namespace {

constexpr std::int64_t kConditionTokens = 320;
constexpr std::array kSweepSeconds{10, 20, 30, 60, 90, 120, 180, 240, 300, 360, 420, 480, 540, 600};
constexpr std::array kMeasuredSeconds{10, 60, 240};
constexpr int kSweepBatch = 8;

std::int64_t framesOf(int seconds) {
    return std::int64_t{seconds} * kLatentRate;
}

/// Seconds = fixed + linear · n + square · n² through three points, n in frames.
struct Parabola {
    double fixed = 0, linear = 0, square = 0;

    double at(double n) const { return fixed + linear * n + square * n * n; }
    /// A batch pays what is fixed once and the rest for every song.
    double at(double n, int batch) const { return fixed + batch * (at(n) - fixed); }
};

Parabola through(const std::array<double, 3>& n, const std::array<double, 3>& seconds) {
    const double first = (seconds[1] - seconds[0]) / (n[1] - n[0]), second = (seconds[2] - seconds[1]) / (n[2] - n[1]);
    // Where noise bends the curve the wrong way, a line is the better guess.
    const double square = std::max(0.0, (second - first) / (n[2] - n[0]));
    const double linear = (seconds[2] - seconds[0]) / (n[2] - n[0]) - square * (n[2] + n[0]);
    return {std::max(0.0, seconds[0] - linear * n[0] - square * n[0] * n[0]), linear, square};
}

DitStepSize stepSize(const DeviceChoice& device, std::int64_t frames, std::int64_t batch) {
    return {.frames = frames,
            .batch = batch,
            .conditionTokens = kConditionTokens,
            .conditions = 1,
            .layout = layoutOf(device.ditOptions, device.dtype, device.device)};
}

} // namespace

BenchSteps::BenchSteps(BenchSize size, DeviceChoice device, std::stop_token stop)
    : size_(size), device_(std::move(device)), stop_(std::move(stop)) {}

BenchSteps::Cost BenchSteps::measure(const DitOptions& options, std::int64_t frames, std::int64_t batch,
                                     int repeats) const {
    const auto sample = ditSample(size_);
    auto made = loadDit(Weights::random(device_.dtype, device_.device).within("decoder"), sample.config, options);
    made.recording = recordingOf(device_);
    const auto dit = std::make_shared<const Dit>(std::move(made));
    RecordedSteps steps{dit};
    const auto random = [&](at::IntArrayRef shape) { return at::randn(shape).to(device_.device); };
    const auto states = random({1, kConditionTokens, sample.config.encoder.hiddenSize});
    const auto context = random({batch, frames, sample.config.inChannels - sample.config.latentChannels});
    const auto x = random({batch, frames, sample.config.latentChannels}), t = at::full({batch}, 0.6).to(device_.device);
    DitCondition condition;
    Cost cost{1e9, 1e9};
    for (int repeat = 0; repeat <= repeats; ++repeat) {
        if (stop_.stop_requested())
            throw Cancelled{};
        const auto preparing = secondsOf(device_.device, [&] {
            auto next = dit->prepare(states);
            if (condition.workspace)
                next.workspace = condition.workspace;
            condition = std::move(next);
        });
        for (int warm = 0; warm < 2 && !device_.device.is_cpu(); ++warm) // a rehearsal, then a recording
            steps.forward(x, context, condition, t, t);
        const auto step = secondsOf(device_.device, [&] { steps.forward(x, context, condition, t, t); });
        steps.forget();
        if (repeat > 0)
            cost = {std::min(cost.stepSeconds, step), std::min(cost.conditionSeconds, preparing)};
    }
    return {sample.wholeFrom(cost.stepSeconds), sample.wholeFrom(cost.conditionSeconds)};
}

std::vector<BenchGain> BenchSteps::gains(std::int64_t frames, std::int64_t batch) const {
    constexpr int kRepeats = 3;
    const auto run = [&](const DitOptions& options) { return measure(options, frames, batch, kRepeats); };
    const DitOptions best{.compile = true, .flash = true, .int8 = false};
    const auto all = run(best);
    const auto dense = run({.compile = true, .flash = false, .int8 = false});
    const auto plain = run({.compile = false, .flash = true, .int8 = false});
    std::vector<BenchGain> gains{{"condition once a song", all.stepSeconds + all.conditionSeconds, all.stepSeconds},
                                 {"flash attention", dense.stepSeconds, all.stepSeconds},
                                 {"compile", plain.stepSeconds, all.stepSeconds}};
    if (device_.device.is_cpu())
        gains.push_back({"int8", all.stepSeconds, run({.compile = true, .flash = true, .int8 = true}).stepSeconds});
    return gains;
}

std::vector<BenchPoint> BenchSteps::sweep() const {
    std::array<double, 3> lengths{}, seconds{};
    for (std::size_t i = 0; i < kMeasuredSeconds.size(); ++i) {
        lengths[i] = static_cast<double>(framesOf(kMeasuredSeconds[i]));
        seconds[i] = measure(device_.ditOptions, framesOf(kMeasuredSeconds[i]), 1, /*repeats=*/1).stepSeconds;
    }
    const auto curve = through(lengths, seconds);
    const auto config = BenchModels{size_, device_}.ditConfig;
    std::vector<BenchPoint> points;
    for (const auto duration : kSweepSeconds)
        for (int batch = 1; batch <= kSweepBatch; ++batch) {
            const auto frames = framesOf(duration);
            const auto bytes = ditStepBytes(config, stepSize(device_, frames, batch)).total();
            points.push_back(
                {.musicSeconds = duration,
                 .batch = batch,
                 .stepSeconds = curve.at(static_cast<double>(frames), batch),
                 .memoryMb = static_cast<double>(bytes) / kBytesPerMiB,
                 .measured = batch == 1 && std::ranges::find(kMeasuredSeconds, duration) != kMeasuredSeconds.end()});
        }
    return points;
}

} // namespace ottava
