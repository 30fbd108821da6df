#include "core/models/lm_decoder.h"

#include "core/nn/decode_kernels.h"
#include "core/nn/parallel.h"

#include <ATen/TensorOperators.h>

#include <algorithm>
#include <array>

namespace ottava {
namespace {

constexpr std::int64_t kLanes = 16; ///< what the attention kernel takes at a time

std::vector<float> buffer(std::int64_t rows, std::int64_t width) {
    return std::vector<float>(static_cast<std::size_t>(rows * width));
}

} // namespace

bool LmDecoder::canDecode(const LanguageModel& model) {
    const bool known = model.dtype() == at::kFloat || model.dtype() == at::kBFloat16;
    return model.device().is_cpu() && known && model.config.transformer.headDim % kLanes == 0;
}

LmDecoder::LmDecoder(const LanguageModel& model, std::int64_t rows, std::int64_t capacity)
    : model_(model),
      shape_(model.config.transformer),
      capacity_(capacity),
      queryWidth_(shape_.headCount * shape_.headDim),
      keyWidth_(shape_.keyValueHeadCount * shape_.headDim),
      scoreStride_((capacity + kLanes - 1) / kLanes * kLanes),
      rotary_(model.rotary(capacity)),
      finalNorm_(model.norm.weight.to(at::kFloat)),
      x_(buffer(rows, shape_.hiddenSize)),
      normed_(x_),
      added_(x_),
      heads_(buffer(rows, queryWidth_ + 2 * keyWidth_)),
      attended_(buffer(rows, queryWidth_)),
      gate_(buffer(rows, shape_.intermediateSize)),
      up_(gate_),
      scores_(buffer(rows, shape_.headCount * scoreStride_)) {
    for (const auto& layer : model.layers)
        norms_.push_back({layer.attentionNorm.weight.to(at::kFloat), layer.queryNorm.weight.to(at::kFloat),
                          layer.keyNorm.weight.to(at::kFloat), layer.mlpNorm.weight.to(at::kFloat)});
}

void LmDecoder::embed(std::span<const std::int32_t> tokens) {
    const auto width = shape_.hiddenSize;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        TORCH_CHECK(tokens[i] >= 0 && tokens[i] < model_.config.vocabularySize, "no such token");
        auto* out = x_.data() + static_cast<std::int64_t>(i) * width;
        if (model_.dtype() == at::kFloat)
            std::copy_n(model_.embedding.const_data_ptr<float>() + tokens[i] * width, width, out);
        else
            std::copy_n(model_.embedding.const_data_ptr<at::BFloat16>() + tokens[i] * width, width, out);
    }
}

void LmDecoder::norm(std::int64_t rows, const float* added, const at::Tensor& weight) {
    const auto width = shape_.hiddenSize;
    for (std::int64_t row = 0; row < rows; ++row)
        nn::addRmsNorm(x_.data() + row * width, added == nullptr ? nullptr : added + row * width,
                       weight.const_data_ptr<float>(), width, shape_.rmsNormEps, normed_.data() + row * width);
}

void LmDecoder::attendUnit(std::size_t layer, std::int64_t index, int row, std::int64_t head, nn::KvCache& cache) {
    const auto size = shape_.headDim, group = shape_.headCount / shape_.keyValueHeadCount;
    const auto position = cache.length(row);
    const auto at = position * size;
    auto* own = heads_.data() + index * (queryWidth_ + 2 * keyWidth_);
    nn::HeadTransform transform{.weight = norms_[layer].key.const_data_ptr<float>(),
                                .cos = rotary_.cos.const_data_ptr<float>() + at,
                                .sin = rotary_.sin.const_data_ptr<float>() + at,
                                .headDim = size,
                                .eps = shape_.rmsNormEps};
    auto* key = own + queryWidth_ + head * size;
    transform(key);
    transform.weight = norms_[layer].query.const_data_ptr<float>();
    auto* query = own + head * group * size;
    for (std::int64_t q = 0; q < group; ++q)
        transform(query + q * size);

    const bool bf16 = model_.dtype() == at::kBFloat16;
    const auto bytes = static_cast<std::int64_t>(model_.embedding.element_size());
    const auto begin = (row * shape_.keyValueHeadCount + head) * capacity_ * size * bytes;
    auto* keys = static_cast<std::byte*>(cache.keys[layer].mutable_data_ptr()) + begin;
    auto* values = static_cast<std::byte*>(cache.values[layer].mutable_data_ptr()) + begin;
    nn::store(key, size, keys + at * bytes, bf16);
    nn::store(key + keyWidth_, size, values + at * bytes, bf16);
    const auto firstQuery = index * shape_.headCount + head * group;
    nn::attend({.keys = keys,
                .values = values,
                .length = position + 1,
                .headDim = size,
                .queries = group,
                .query = query,
                .scores = scores_.data() + firstQuery * scoreStride_,
                .stride = scoreStride_,
                .out = attended_.data() + firstQuery * size},
               bf16);
}

void LmDecoder::attend(std::size_t layer, std::span<const int> rows, nn::KvCache& cache) {
    const auto heads = shape_.keyValueHeadCount;
    nn::forEachTask(static_cast<std::int64_t>(rows.size()) * heads, [&](std::int64_t unit) {
        attendUnit(layer, unit / heads, rows[static_cast<std::size_t>(unit / heads)], unit % heads, cache);
    });
}

void LmDecoder::runLayer(std::size_t index, std::span<const int> rows, nn::KvCache& cache, bool first) {
    const auto& layer = model_.layers[index];
    const auto count = static_cast<std::int64_t>(rows.size());
    const auto width = shape_.hiddenSize, inner = shape_.intermediateSize;
    const auto stride = queryWidth_ + 2 * keyWidth_;
    const auto format = layer.query.format;

    norm(count, first ? nullptr : added_.data(), norms_[index].attention);
    input_.fill(normed_.data(), count, width, format);
    nn::multiply(
        std::array{nn::RowProduct{&layer.query, 0, queryWidth_, heads_.data(), stride},
                   nn::RowProduct{&layer.key, 0, keyWidth_, heads_.data() + queryWidth_, stride},
                   nn::RowProduct{&layer.value, 0, keyWidth_, heads_.data() + queryWidth_ + keyWidth_, stride}},
        input_);
    attend(index, rows, cache);
    input_.fill(attended_.data(), count, queryWidth_, format);
    nn::multiply(std::array{nn::RowProduct{&layer.output, 0, width, added_.data(), width}}, input_);

    norm(count, added_.data(), norms_[index].mlp);
    input_.fill(normed_.data(), count, width, format);
    nn::multiply(std::array{nn::RowProduct{&layer.gate, 0, inner, gate_.data(), inner},
                            nn::RowProduct{&layer.up, 0, inner, up_.data(), inner}},
                 input_);
    nn::gateWithSilu(gate_.data(), up_.data(), count * inner);
    input_.fill(gate_.data(), count, inner, format);
    nn::multiply(std::array{nn::RowProduct{&layer.down, 0, width, added_.data(), width}}, input_);
}

void LmDecoder::step(std::span<const int> rows, std::span<const std::int32_t> tokens, nn::KvCache& cache,
                     std::span<float* const> hidden) {
    for (const auto row : rows)
        TORCH_CHECK(cache.length(row) < capacity_, "a sequence outgrows its room");
    embed(tokens);
    for (std::size_t layer = 0; layer < model_.layers.size(); ++layer)
        runLayer(layer, rows, cache, /*first=*/layer == 0);
    const auto width = shape_.hiddenSize;
    norm(static_cast<std::int64_t>(rows.size()), added_.data(), finalNorm_);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        std::copy_n(normed_.data() + static_cast<std::int64_t>(i) * width, width, hidden[i]);
        cache.setLength(rows[i], cache.length(rows[i]) + 1);
    }
}

} // namespace ottava
