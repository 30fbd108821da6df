#include "core/engine/bench_memory.h"

#include "core/base/error.h"
#include "core/base/units.h"
#include "core/engine/bench_models.h"
#include "core/engine/device_choice.h"
#include "core/engine/dit_predictor.h"
#include "core/engine/memory_request.h"
#include "core/engine/torch_errors.h"
#include "core/models/dit_offload.h"
#include "core/models/vae_tiling.h"
#include "core/nn/tensor_memory.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/randint.h>
#include <ATen/ops/randn.h>
#include <ATen/ops/zeros.h>
#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <cmath>

namespace ottava {
namespace {

constexpr std::int64_t kPromptTokens = 256, kReferenceFrames = 750;
constexpr std::int64_t kTilesCounted = 3; ///< of the decoding: later ones hold no more

MaskedSequence realSequence(const at::Tensor& states) {
    return {states, at::ones({states.size(0), states.size(1)}, at::TensorOptions{}.dtype(at::kBool))};
}

/// The stages of one song, one unit of each, with models that come and go as the choices say.
class MemoryRun {
public:
    MemoryRun(BenchModels models, const MemoryChoices& choices, const SongSize& song)
        : models_(std::move(models)), choices_(choices), song_(song) {}

    void encode() {
        const tensor_memory::HostMemory host{choices_.encoders == Residency::Host};
        models_.makeEncoders();
        const auto ids = [&](std::int64_t count) {
            return at::randint(models_.vocabulary(), {1, count}, at::TensorOptions{}.dtype(at::kLong));
        };
        const auto text = models_.text->forward(ids(kPromptTokens));
        const auto lyrics = models_.text->embed(ids(song_.lyricTokens));
        const TimbreClips silence{at::randn({1, kReferenceFrames, kLatentChannels}).to(models_.weights.dtype()),
                                  at::zeros({1}, at::TensorOptions{}.dtype(at::kLong))};
        const auto timbre = models_.condition->encodeTimbre(silence);
        states_ = models_.condition->pack(realSequence(text), realSequence(lyrics), timbre).states;
        if (choices_.encoders == Residency::Leaves)
            models_.dropEncoders();
    }

    void diffuse() {
        const tensor_memory::HostMemory host{choices_.dit == Residency::Host};
        makeDit();
        const auto context = at::randn({1, song_.frames, 2 * kLatentChannels}).expand({song_.items, -1, -1});
        const auto noise = at::randn({song_.items, song_.frames, kLatentChannels});
        PredictorInputs inputs{.main = {states_, context},
                               .nonCover = std::nullopt,
                               .coverSteps = 0,
                               .nullCondition = std::nullopt,
                               .oneAtATime = choices_.guidanceApart,
                               .rowsAtOnce = rowsAtOnce(choices_, song_)};
        if (song_.guided)
            inputs.nullCondition = at::zeros({1, 1, models_.ditConfig.encoder.hiddenSize}, states_.options());
        DitPredictor predict{models_.dit, std::move(inputs)};
        const auto x = noise.clone();
        latents_ = x - predict(x, 1.0, 0).conditional;
        if (choices_.dit != Residency::Stays)
            models_.dit.reset();
    }

    void decode() {
        const tensor_memory::HostMemory host{choices_.vae == Residency::Host};
        models_.makeVae();
        auto tiling = decodeTiling(*models_.vae);
        tiling.tileFrames = std::min(tiling.tileFrames, choices_.tileFrames);
        const auto frames = std::min(song_.frames, kTilesCounted * tiling.tileFrames);
        const auto item = at::randn({1, kLatentChannels, frames});
        decodeTiled(*models_.vae, item, tiling, [](const at::Tensor&, std::int64_t, std::int64_t) {}, {});
    }

private:
    void makeDit() {
        if (choices_.dit != Residency::ByLayer) {
            models_.makeDit();
            return;
        }
        const tensor_memory::HostMemory host;
        models_.ditOptions.compile = models_.ditOptions.int8 = false; // packed layers do not visit
        models_.makeDit();
        models_.dit = [&] {
            const tensor_memory::CardMemory card;
            return std::make_shared<const Dit>(layerByLayer(*models_.dit, at::kCPU));
        }();
    }

    BenchModels models_;
    MemoryChoices choices_;
    SongSize song_;
    at::Tensor states_, latents_;
};

} // namespace

MemoryPlan benchMemory(const EngineSettings& settings, const BenchMemoryOptions& options, const std::stop_token& stop) {
    const c10::InferenceMode inference;
    tensor_memory::install();
    const auto device = chooseDevice(settings);
    BenchModels models{options.size, device, options.ditLayers};
    const MemoryModels shapes{.dit = models.ditConfig,
                              .vae = models.vaeConfig,
                              .text = models.qwen,
                              .lm = std::nullopt,
                              .music = numberFormat(device.dtype),
                              .decoding = numberFormat(device.vaeDtype),
                              .planning = {}};
    SongSize song;
    song.frames = std::max<std::int64_t>(std::llround(options.seconds * kLatentRate), kMinLatentFrames);
    song.items = options.items;
    song.guided = options.guided;
    auto plan = planMemory(shapes, song, memoryBudget(settings, device.hardware), offloadWish(settings));
    if (options.choices)
        plan = withChoices(std::move(plan), *options.choices, shapes, song);
    const auto before = tensor_memory::cardBytes();
    MemoryRun run{std::move(models), plan.choices, song};
    withTorchErrors([&] {
        for (auto& peak : plan.stages) {
            const auto stage = peak.stage;
            if (stop.stop_requested())
                throw Cancelled{};
            tensor_memory::restartPeak();
            stage == MemoryStage::Encoding    ? run.encode()
            : stage == MemoryStage::Diffusion ? run.diffuse()
                                              : run.decode();
            peak.measured = static_cast<std::int64_t>(tensor_memory::cardPeakBytes() - before);
        }
    });
    return plan;
}

} // namespace ottava
