#include "core/models/language_model.h"
#include "core/models/lm_decoder.h"
#include "core/models/lm_recorded_steps.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/linear.h>
#include <ATen/ops/tensor.h>
#include <ATen/ops/zeros.h>
#include <c10/core/InferenceMode.h>

#include <optional>

namespace ottava {

struct LmSession::Impl {
    Impl(std::shared_ptr<const LanguageModel> shared, int rows, std::int64_t tokens, DecodePath path)
        : model(std::move(shared)),
          capacity(tokens),
          records(path == DecodePath::Fastest && model->recording && !model->recording->refused),
          cache(model->makeCache(rows, records ? LmRecordedSteps::capacityFor(tokens) : tokens)),
          rotary(model->rotary(cache.capacity())) {
        auto numbers = model->embedding.options();
        if (records) {
            cache.fillWithZeros();
            recorded.emplace(model, rows);
        } else if (path == DecodePath::Fastest && LmDecoder::canDecode(*model)) {
            decoder.emplace(*model, rows, capacity);
            numbers = at::TensorOptions{}.dtype(at::kFloat);
        }
        hidden = at::zeros({rows, model->config.transformer.hiddenSize}, numbers);
    }

    float* stateOf(int row) { return hidden.mutable_data_ptr<float>() + row * hidden.size(1); }
    at::Tensor statesOf(std::span<const int> rows) const {
        const auto first = rows.empty() ? 0 : rows.front();
        bool neighbours = true; // as most are: no copy on a card
        for (std::size_t i = 0; i < rows.size(); ++i)
            neighbours = neighbours && rows[i] == first + static_cast<int>(i);
        if (neighbours)
            return hidden.narrow(0, first, static_cast<std::int64_t>(rows.size()));
        return hidden.index_select(0, indexOf(rows));
    }
    at::Tensor indexOf(std::span<const int> rows) const {
        return at::tensor(at::ArrayRef<int>{rows.data(), rows.size()}, at::TensorOptions{}.dtype(at::kInt))
            .to(hidden.device());
    }
    /// Scores of `tokens` for states [P, H] of the model's type and device, through libtorch: for devices without
    /// kernels of ours. A few stretches of the vocabulary are read where they lie, many small ones are gathered.
    at::Tensor portableScores(const at::Tensor& states, const IndexSet& tokens) const {
        constexpr std::size_t kFewRanges = 8;
        constexpr std::int64_t kMostGathered = 4; // a quarter of all rows
        const auto& head = model->head;
        const auto rowsOf = [&](const IndexRange& range) {
            return head.dense(model->dtype(), range.first, range.last);
        };
        std::vector<at::Tensor> parts;
        if (tokens.ranges().size() <= kFewRanges) {
            for (const auto& range : tokens.ranges())
                parts.push_back(at::linear(states, rowsOf(range)));
            return at::cat(parts, /*dim=*/1);
        }
        if (tokens.size() * kMostGathered > head.out()) {
            const auto all = head(states);
            for (const auto& range : tokens.ranges())
                parts.push_back(all.slice(1, range.first, range.last));
            return at::cat(parts, /*dim=*/1);
        }
        for (const auto& range : tokens.ranges())
            parts.push_back(rowsOf(range));
        return at::linear(states, at::cat(parts));
    }

    std::shared_ptr<const LanguageModel> model;
    std::int64_t capacity;
    bool records;
    nn::KvCache cache;
    nn::Rotary rotary;
    at::Tensor hidden; ///< [rows, H] where and as the model computes: the last token's state of each row
    std::optional<LmDecoder> decoder;
    std::optional<LmRecordedSteps> recorded;
    nn::RowInput input;
};

LmSession::LmSession(std::shared_ptr<const LanguageModel> model, int rows, std::int64_t capacity, DecodePath path) {
    const c10::InferenceMode inference;
    if (path == DecodePath::Portable && model->ownAttention) {
        auto portable = std::make_shared<LanguageModel>(*model); // shares the weights
        portable->ownAttention = false;
        model = std::move(portable);
    }
    impl_ = std::make_unique<Impl>(std::move(model), rows, capacity, path);
}

LmSession::~LmSession() = default;

void LmSession::prefill(int row, std::span<const std::int32_t> prompt) {
    const c10::InferenceMode inference;
    const auto states =
        impl_->model->prefill(prompt, row, impl_->cache, impl_->rotary, static_cast<std::int64_t>(prompt.size()) - 1);
    impl_->hidden[row].copy_(states[0]);
}

void LmSession::copyRow(int from, int to) {
    const c10::InferenceMode inference;
    if (from == to)
        return;
    impl_->cache.copyRow(from, to);
    impl_->hidden[to].copy_(impl_->hidden[from]);
}

void LmSession::step(std::span<const int> rows, std::span<const std::int32_t> tokens) {
    const c10::InferenceMode inference;
    TORCH_CHECK(rows.size() == tokens.size() && !rows.empty(), "one token a row");
    for (const auto row : rows)
        TORCH_CHECK(impl_->cache.length(row) < impl_->capacity, "a sequence outgrows its room");
    if (impl_->recorded) {
        impl_->hidden.index_copy_(0, impl_->indexOf(rows).to(at::kLong),
                                  impl_->recorded->step(rows, tokens, impl_->cache, impl_->rotary));
        return;
    }
    if (impl_->decoder) {
        std::vector<float*> states;
        for (const auto row : rows)
            states.push_back(impl_->stateOf(row));
        impl_->decoder->step(rows, tokens, impl_->cache, states);
        return;
    }
    const auto ids =
        at::tensor(at::ArrayRef<std::int32_t>{tokens.data(), tokens.size()}, at::TensorOptions{}.dtype(at::kInt))
            .unsqueeze(1);
    const auto states = impl_->model->forward(ids, rows, impl_->cache, impl_->rotary, /*wanted=*/1);
    for (std::size_t i = 0; i < rows.size(); ++i)
        impl_->hidden[rows[i]].copy_(states[static_cast<std::int64_t>(i)][0]);
}

at::Tensor LmSession::logits(std::span<const int> rows, const IndexSet& tokens) {
    const c10::InferenceMode inference;
    const auto count = static_cast<std::int64_t>(rows.size()), width = tokens.size();
    auto scores = at::empty({count, width}, at::TensorOptions{}.dtype(at::kFloat));
    if (count == 0 || width == 0)
        return scores;
    const auto states = impl_->statesOf(rows);
    const auto& head = impl_->model->head;
    TORCH_CHECK(tokens.at(0) >= 0 && tokens.at(width - 1) < head.out(), "no such token");
    if (!impl_->decoder)
        return impl_->portableScores(states.to(head.values.device(), impl_->model->dtype()), tokens)
            .to(at::kCPU, at::kFloat);
    impl_->input.fill(states.const_data_ptr<float>(), count, states.size(1), head.format);
    std::vector<nn::RowProduct> products;
    auto* out = scores.mutable_data_ptr<float>();
    for (const auto& range : tokens.ranges()) {
        products.push_back({&head, range.first, range.size(), out, width});
        out += range.size();
    }
    nn::multiply(products, impl_->input);
    return scores;
}

std::int64_t LmSession::length(int row) const {
    return impl_->cache.length(row);
}

std::int64_t LmSession::capacity() const {
    return impl_->capacity;
}

} // namespace ottava
