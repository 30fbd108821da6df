#include "core/models/lm_recorded_steps.h"

#include "core/base/log.h"

#include <ATen/ops/empty.h>
#include <ATen/ops/tensor.h>
#include <ATen/ops/zeros.h>

#include <algorithm>
#include <string>

namespace ottava {
namespace {

/// Recordings cost memory and a moment each, looking at more of the cache than is filled a little in every pass.
constexpr std::int64_t kSpanStep = 512;
constexpr std::int64_t kAlignment = 64; ///< tokens: masks are read in wide pieces

std::int64_t roundedUp(std::int64_t value, std::int64_t step) {
    return (value + step - 1) / step * step;
}

} // namespace

LmRecordedSteps::LmRecordedSteps(std::shared_ptr<const LanguageModel> model, std::int64_t rows)
    : model_(std::move(model)),
      inputs_(at::zeros({2, rows}, at::TensorOptions{}.dtype(at::kLong).device(model_->device()))),
      states_(at::empty({rows, model_->config.transformer.hiddenSize}, model_->embedding.options())) {}

std::int64_t LmRecordedSteps::capacityFor(std::int64_t tokens) {
    return roundedUp(tokens + 1, kAlignment);
}

LmRecordedSteps::Kind LmRecordedSteps::kindOf(std::span<const int> rows, const nn::KvCache& cache) {
    const auto [lowest, highest] = std::ranges::minmax(rows);
    std::int64_t longest = 0;
    for (auto row = lowest; row <= highest; ++row)
        longest = std::max(longest, cache.length(row));
    return {lowest, highest - lowest + 1, std::min(roundedUp(longest + 1, kSpanStep), cache.capacity())};
}

void LmRecordedSteps::write(const Kind& kind, std::span<const int> rows, std::span<const std::int32_t> tokens,
                            const nn::KvCache& cache) {
    const auto count = static_cast<std::size_t>(kind.count);
    std::vector<std::int64_t> numbers(2 * count, 0); // rows in between pass any token through
    for (std::size_t i = 0; i < rows.size(); ++i)
        numbers[static_cast<std::size_t>(rows[i] - kind.first)] = tokens[i];
    for (std::size_t i = 0; i < count; ++i)
        numbers[count + i] = cache.length(kind.first + static_cast<int>(i));
    inputs_.narrow(1, 0, kind.count).copy_(at::tensor(numbers, at::kLong).view({2, kind.count}));
}

/// Does what recording needs; when that fails, nothing is recorded any more.
bool LmRecordedSteps::attempt(const std::function<void()>& recording) {
    try {
        recording();
        return true;
    } catch (const c10::Error& error) {
        const std::string all = error.what_without_backtrace();
        log::warn("Decoding cannot be recorded, each token is computed afresh: {}", all.substr(0, all.find('\n')));
    }
    model_->recording->refused = true;
    passes_.clear();
    recorder_.reset();
    return false;
}

void LmRecordedSteps::run(const Kind& kind, nn::KvCache& cache, const nn::Rotary& rotary) {
    const WorkRecorder::Work work = [this, kind, &cache, &rotary] {
        const auto in = inputs_.narrow(1, 0, kind.count);
        states_.narrow(0, 0, kind.count)
            .copy_(model_->forwardTokens({.ids = in[0], .positions = in[1], .firstRow = kind.first, .span = kind.span},
                                         cache, rotary));
    };
    const auto& recording = *model_->recording;
    if (recording.refused || (!recorder_ && !attempt([&] { recorder_ = recording.make(model_->device()); })))
        return work();
    auto& pass = passes_[kind];
    if (!pass.rehearsed) {
        if (!attempt([&] { recorder_->rehearse(work); }))
            return work();
        pass.rehearsed = true;
        return;
    }
    if (!pass.recorded && !attempt([&] { pass.recorded = recorder_->record(work); }))
        return work();
    pass.recorded->replay();
}

at::Tensor LmRecordedSteps::step(std::span<const int> rows, std::span<const std::int32_t> tokens, nn::KvCache& cache,
                                 const nn::Rotary& rotary) {
    const auto kind = kindOf(rows, cache);
    TORCH_CHECK(kind.span > 0 && kind.span <= cache.capacity(), "a sequence outgrows its room");
    write(kind, rows, tokens, cache);
    run(kind, cache, rotary);
    for (const auto row : rows)
        cache.setLength(row, cache.length(row) + 1);
    if (rows.size() == static_cast<std::size_t>(kind.count) && std::ranges::is_sorted(rows))
        return states_.narrow(0, 0, kind.count);
    std::vector<std::int64_t> places;
    for (const auto row : rows)
        places.push_back(row - kind.first);
    return states_.index_select(0, at::tensor(places, at::kLong).to(states_.device()));
}

} // namespace ottava
