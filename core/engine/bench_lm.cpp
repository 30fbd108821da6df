#include "core/engine/bench_lm.h"

#include "core/engine/bench_models.h"
#include "core/engine/full_size_models.h"

#include <ATen/ops/randint.h>

#include <numeric>

namespace ottava {
namespace {

constexpr std::int64_t kPromptTokens = 500;
constexpr int kDecodeSteps = 24, kWarmSteps = 6;
constexpr std::int32_t kEndOfTurn = 151'645, kFirstCode = 151'669, kCodesEnd = 215'669;

LmSize sizeOf(BenchLm size) {
    return size == BenchLm::Large ? LmSize::Large : size == BenchLm::Medium ? LmSize::Medium : LmSize::Small;
}

std::vector<std::int32_t> randomPrompt() {
    const auto ids = at::randint(kEndOfTurn, {kPromptTokens}, at::TensorOptions{}.dtype(at::kInt));
    const auto* first = ids.const_data_ptr<std::int32_t>();
    return {first, first + kPromptTokens};
}

} // namespace

std::vector<BenchDecode> benchLanguageModel(BenchLm size, const DeviceChoice& device, const BenchTimer& time) {
    std::shared_ptr<const LanguageModel> model;
    time("LM weights", 1, [&] {
        auto made = loadLanguageModel(Weights::random(device.lmDtype, device.device), fullSizePlanner(sizeOf(size)),
                                      device.lmWeights);
        made.recording = recordingOf(device);
        model = std::make_shared<const LanguageModel>(std::move(made));
    });
    const auto allowed = IndexSet::range(kFirstCode, kCodesEnd).united(IndexSet::of(std::vector{kEndOfTurn}));
    const double gigabytes = static_cast<double>(model->bytesPerStep(allowed.size())) / 1e9;
    LmSession session{model, /*rows=*/2, kPromptTokens + 2 * kDecodeSteps + kWarmSteps};
    const auto prompt = randomPrompt();
    session.prefill(0, prompt); // a card chooses and loads kernels at the first time
    time("LM prefill, 500 tokens", 3, [&] { session.prefill(0, prompt); });
    session.copyRow(0, 1);
    std::vector<BenchDecode> decodes;
    for (const int rows : {1, 2}) {
        std::vector<int> all(static_cast<std::size_t>(rows));
        std::iota(all.begin(), all.end(), 0);
        const std::vector<std::int32_t> tokens(all.size(), kFirstCode);
        for (int warm = 0; warm < kWarmSteps / 2; ++warm) // a rehearsal, then a recording
            session.step(all, tokens);
        const auto stage = time(rows == 1 ? "LM token" : "LM token with guidance", kDecodeSteps, [&] {
            session.step(all, tokens);
            session.logits(all, allowed);
        });
        decodes.push_back({.rows = rows,
                           .tokensPerSecond = 1 / stage.medianSeconds,
                           .bestTokensPerSecond = 1 / stage.lowestSeconds,
                           .weightGbPerSecond = gigabytes / stage.lowestSeconds});
    }
    return decodes;
}

} // namespace ottava
