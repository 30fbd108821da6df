#include "core/engine/bench.h"

#include "core/base/error.h"
#include "core/base/units.h"
#include "core/diffusion/noise.h"
#include "core/engine/bench_clock.h"
#include "core/engine/bench_dit.h"
#include "core/engine/bench_lm.h"
#include "core/engine/bench_models.h"
#include "core/engine/bench_quality.h"
#include "core/engine/device_choice.h"
#include "core/engine/dit_predictor.h"
#include "core/engine/process_memory.h"
#include "core/engine/torch_errors.h"
#include "core/models/vae_tiling.h"

#include <ATen/Parallel.h>
#include <ATen/TensorOperators.h>
#include <ATen/ops/linear.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/rand.h>
#include <ATen/ops/randint.h>
#include <ATen/ops/randn.h>
#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace ottava {
namespace {

constexpr std::int64_t kPromptTokens = 64, kLyricTokens = 256, kReferenceFrames = 750;

double secondsSince(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

MaskedSequence realSequence(const at::Tensor& states) {
    return {states, at::ones({states.size(0), states.size(1)}, states.options().dtype(at::kBool))};
}

/// Best of a few products of the DiT's own shape, of many songs at once on a card.
double measureGflops(at::ScalarType dtype, at::Device device) {
    const std::int64_t rows = device.is_cpu() ? 750 : 6000, in = 2048, out = 6144;
    const auto x = at::randn({rows, in}).to(device, dtype);
    const auto weight = at::randn({out, in}).to(device, dtype);
    double best = 1e9;
    for (int i = 0; i < 10; ++i)
        best = std::min(best, secondsOf(device, [&] { at::linear(x, weight); }));
    return 2.0 * static_cast<double>(rows * in * out) / best / 1e9;
}

/// Of a block that no cache holds.
double measureBandwidthGb(at::Device device) {
    const auto bytes = at::TensorOptions{}.dtype(at::kByte).device(device);
    const auto block = at::ones({device.is_cpu() ? 256L << 20 : 1L << 30}, bytes).view(at::kLong);
    double best = 1e9;
    for (int i = 0; i < 5; ++i)
        best = std::min(best, secondsOf(device, [&] { block.sum(); }));
    return static_cast<double>(block.nbytes()) / best / 1e9;
}

/// Stages in the order of a song; each adds one line to the report.
class BenchRun {
public:
    BenchRun(const BenchOptions& options, const DeviceChoice& device, std::function<void(const std::string&)> onStage,
             std::stop_token stop)
        : options_(options),
          device_(device),
          onStage_(std::move(onStage)),
          stop_(std::move(stop)),
          frames_(std::max<std::int64_t>(std::llround(options.seconds * kLatentRate), kMinLatentFrames)) {}

    void song(BenchReport& report) {
        BenchModels models{options_.size, device_, /*ditLayers=*/0, options_.byLayer};
        time(report, "weights of the transformer", 1, [&] { models.makeDit(); });
        if (options_.ditOnly) {
            const auto width = models.ditConfig.encoder.hiddenSize;
            diffuse(report, models, at::randn({1, kPromptTokens + kLyricTokens, width}).to(device_.device));
            return;
        }
        time(report, "weights of the others", 1, [&] { models.makeOthers(); });
        const auto latents = diffuse(report, models, encode(report, models));
        decode(report, models, latents);
        encodeRecording(report, models);
        onStage_("distance of the VAE from fp32");
        report.distances.push_back(models.vaeDistance());
    }

    void steps(BenchReport& report) {
        const BenchSteps steps{options_.size, device_, stop_};
        onStage_(options_.sweep ? "steps of all lengths" : "gains of the options");
        if (options_.sweep)
            report.sweep = steps.sweep();
        else
            report.gains = steps.gains(frames_, options_.batch);
    }

    void languageModel(BenchReport& report) {
        report.decodes = benchLanguageModel(
            options_.lm, device_, [&](const std::string& name, int repeats, const std::function<void()>& work) {
                time(report, name, repeats, work);
                return report.stages.back();
            });
    }

private:
    at::Tensor encode(BenchReport& report, const BenchModels& models) {
        at::Tensor textStates, lyricStates;
        const auto promptIds =
            at::randint(models.vocabulary(), {1, kPromptTokens}, at::TensorOptions{}.dtype(at::kLong));
        const auto lyricIds = at::randint(models.vocabulary(), {1, kLyricTokens}, at::TensorOptions{}.dtype(at::kLong));
        timeWarm(report, "text encoder", 3, [&] {
            textStates = models.text->forward(promptIds.to(device_.device));
            lyricStates = models.text->embed(lyricIds.to(device_.device));
        });
        const TimbreClips silence{at::randn({1, kReferenceFrames, kLatentChannels}).to(device_.device, device_.dtype),
                                  at::zeros({1}, at::TensorOptions{}.dtype(at::kLong).device(device_.device))};
        MaskedSequence timbre, packed;
        timeWarm(report, "silence timbre, once a model", 1, [&] { timbre = models.condition->encodeTimbre(silence); });
        timeWarm(report, "condition encoder", 3,
                 [&] { packed = models.condition->pack(realSequence(textStates), realSequence(lyricStates), timbre); });
        return packed.states;
    }

    at::Tensor diffuse(BenchReport& report, const BenchModels& models, const at::Tensor& states) {
        const auto context = at::randn({options_.batch, frames_, 2 * kLatentChannels}).to(device_.device);
        auto x = at::randn({options_.batch, frames_, kLatentChannels}).to(device_.device);
        PredictorInputs inputs{
            .main = {states, context}, .nonCover = std::nullopt, .coverSteps = 0, .nullCondition = std::nullopt};
        DitPredictor predict{models.dit, std::move(inputs)};
        int step = 0;
        if (!device_.device.is_cpu())
            for (int warm = 0; warm < 2; ++warm) // a rehearsal, then a recording
                predict(x, 1.0, 0);
        time(report, "diffusion step", options_.steps, [&] {
            const double t = 1.0 - static_cast<double>(step) / options_.steps;
            x = x - predict(x, t, step++).conditional / static_cast<double>(options_.steps);
        });
        return x;
    }

    void decode(BenchReport& report, const BenchModels& models, const at::Tensor& latents) {
        const auto item = at::randn_like(latents.slice(0, 0, 1)).transpose(1, 2);
        std::chrono::steady_clock::time_point start;
        double firstTile = 0;
        timeWarm(report, "VAE decode of one item", 1, [&] {
            start = std::chrono::steady_clock::now();
            decodeTiled(
                *models.vae, item, decodeTiling(*models.vae),
                [&](const at::Tensor&, std::int64_t tile, std::int64_t) {
                    if (tile == 0)
                        firstTile = secondsSince(start);
                },
                stop_);
        });
        add(report, "of it until the first tile", {firstTile});
    }

    void encodeRecording(BenchReport& report, const BenchModels& models) {
        constexpr double kPieceSeconds = 15;
        const auto audio = at::rand({1, kChannels, frames_ * kHopLength}).to(device_.device) - 0.5;
        timeWarm(report, "VAE encode of one recording", 1,
                 [&] { encodeTiled(*models.vaeEncoder, audio, kPieceSeconds, std::nullopt, stop_); });
    }

    /// A card chooses and loads kernels at the first time.
    void timeWarm(BenchReport& report, const std::string& name, int repeats, const std::function<void()>& work) {
        if (!device_.device.is_cpu())
            work();
        time(report, name, repeats, work);
    }

    void time(BenchReport& report, const std::string& name, int repeats, const std::function<void()>& work) {
        onStage_(name);
        std::vector<double> seconds;
        for (int i = 0; i < repeats; ++i) {
            if (stop_.stop_requested())
                throw Cancelled{};
            seconds.push_back(secondsOf(device_.device, work));
        }
        add(report, name, std::move(seconds));
    }

    static void add(BenchReport& report, const std::string& name, std::vector<double> seconds) {
        BenchStage stage{.name = name, .repeats = static_cast<int>(seconds.size())};
        for (const auto value : seconds)
            stage.totalSeconds += value;
        std::ranges::sort(seconds);
        stage.medianSeconds = seconds[seconds.size() / 2];
        stage.lowestSeconds = seconds.front();
        stage.highestSeconds = seconds.back();
        report.stages.push_back(stage);
    }

    BenchOptions options_;
    DeviceChoice device_;
    std::function<void(const std::string&)> onStage_;
    std::stop_token stop_;
    std::int64_t frames_;
};

const char* precisionName(at::ScalarType dtype) {
    return dtype == at::kBFloat16 ? "bf16" : (dtype == at::kHalf ? "fp16" : "fp32");
}

} // namespace

BenchReport bench(const EngineSettings& settings, const BenchOptions& options,
                  const std::function<void(const std::string&)>& onStage, const std::stop_token& stop) {
    const c10::InferenceMode inference;
    keepFreedMemory();
    const auto device = chooseDevice(settings);
    BenchReport report;
    report.device = device.hardware.name;
    report.productPrecision = precisionName(device.dtype);
    report.precision = device.ditOptions.int8 ? "int8" : report.productPrecision;
    report.vaePrecision = precisionName(device.vaeDtype);
    report.threads = at::get_num_threads();
    withTorchErrors([&] {
        auto asked = options;
        asked.byLayer = settings.offload.value_or(false);
        BenchRun run{asked, device, onStage, stop};
        if (options.lm != BenchLm::None && !options.sweep)
            run.languageModel(report);
        if (!options.sweep)
            run.song(report);
        report.peakRssMb = peakRssMb();
        if (device.allocator != nullptr)
            report.cardPeakMb = static_cast<double>(device.allocator->peakBytes()) / 1e6;
        run.steps(report);
    });
    onStage("machine");
    report.gflops = measureGflops(device.dtype, device.device);
    report.bandwidthGb = measureBandwidthGb(device.device);
    if (report.precision != "fp32" && !options.sweep) {
        onStage("distance from fp32");
        for (auto& distance : measureDistances(device))
            report.distances.push_back(std::move(distance));
    }
    return report;
}

} // namespace ottava
