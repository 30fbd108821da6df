#include "core/models/dit_fused.h"

#include "core/models/dit.h"
#include "core/models/dit_memory.h"
#include "core/nn/norm_kernels.h"
#include "core/nn/parallel.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/addcmul.h>
#include <ATen/ops/from_blob.h>

#include <algorithm>

namespace ottava {
namespace {

constexpr std::int64_t kParts = 6; ///< shift, scale, gate: attention, then MLP

nn::TileFormat activationFormat(const nn::Linear& linear) {
    return linear.options.dtype() == at::kFloat ? nn::TileFormat::Fp32 : nn::TileFormat::Bf16;
}

/// All rows of a source as a tensor [rows, width] of this type.
at::Tensor materialized(const nn::RowSource& source, std::int64_t rows, std::int64_t width, caffe2::TypeMeta dtype) {
    const auto x = at::empty({rows, width}, at::TensorOptions{}.dtype(at::kFloat));
    auto* out = x.mutable_data_ptr<float>();
    nn::forEachTask(rows, [&](std::int64_t row) { source(row, out + row * width); });
    return x.to(dtype);
}

/// What an adapter adds to a layer's output, [rows, out] in float32; undefined without one.
at::Tensor deltaOf(const nn::Linear& linear, const at::Tensor& x) {
    return linear.adapter ? (*linear.adapter)(x).to(at::kFloat).contiguous() : at::Tensor{};
}

const float* dataOf(const at::Tensor& x) {
    return x.defined() ? x.const_data_ptr<float>() : nullptr;
}

nn::HeadNorm headNorm(const nn::RmsNorm& norm, const nn::Rotary* rotary) {
    return {.weight = dataOf(norm.weight),
            .eps = norm.eps,
            .cos = rotary != nullptr ? dataOf(rotary->cos) : nullptr,
            .sin = rotary != nullptr ? dataOf(rotary->sin) : nullptr};
}

} // namespace

FusedDitLayer::FusedDitLayer(const DitLayer& layer, const DitStep& step, at::Tensor& hidden)
    : layer_(layer),
      weights_(*layer.fused),
      step_(step),
      hidden_(hidden),
      space_(*step.workspace),
      modulation_((layer.fused->scaleShiftTable + step.modulation).contiguous()),
      batch_(hidden.size(0)),
      length_(hidden.size(1)),
      width_(hidden.size(2)) {}

const float* FusedDitLayer::part(std::int64_t index) const {
    return dataOf(modulation_) + index * width_;
}

nn::HeadRows FusedDitLayer::heads(const float* data, std::int64_t count) const {
    const auto headDim = layer_.selfAttention.headDim;
    return {.data = data,
            .stride = count * headDim,
            .batch = batch_,
            .length = length_,
            .heads = count,
            .headDim = headDim};
}

nn::RowSource FusedDitLayer::normed(const nn::RmsNorm& norm, std::int64_t shiftPart) const {
    return [this, &norm, shiftPart](std::int64_t row, float* out) {
        const auto item = row / length_ * kParts * width_;
        nn::RowNorm{.weight = dataOf(norm.weight),
                    .shift = part(shiftPart) + item,
                    .scale = part(shiftPart + 1) + item,
                    .size = width_,
                    .eps = norm.eps}(dataOf(hidden_) + row * width_, out);
    };
}

nn::RowSource FusedDitLayer::normed(const nn::RmsNorm& norm) const {
    return [this, &norm](std::int64_t row, float* out) {
        nn::RowNorm{.weight = dataOf(norm.weight), .size = width_, .eps = norm.eps}(dataOf(hidden_) + row * width_,
                                                                                    out);
    };
}

void FusedDitLayer::project(const nn::RowSource& source, std::int64_t width, std::vector<Projection> projections) {
    const auto rows = batch_ * length_;
    space_.rows.fill(rows, width, projections.front().linear->packed->format, source);
    at::Tensor x;
    std::vector<at::Tensor> deltas;
    std::vector<nn::PackedProduct> products;
    for (auto& [linear, finish] : projections) {
        if (linear->adapter && !x.defined())
            x = materialized(source, rows, width, linear->options.dtype());
        deltas.push_back(deltaOf(*linear, x));
        finish.added = dataOf(deltas.back());
        finish.bias = dataOf(linear->packed->bias);
        finish.stride = finish.columns = linear->packed->out;
        products.push_back({linear->packed.get(), finish});
    }
    nn::multiply(products, space_.rows);
}

void FusedDitLayer::addProduct(const nn::Linear& linear, const float* from, const float* gate) {
    const auto width = linear.packed->in;
    project([from, width](std::int64_t row, float* out) { std::copy_n(from + row * width, width, out); }, width,
            {{&linear,
              {.use = nn::TileUse::AddGated,
               .y = hidden_.mutable_data_ptr(),
               .gate = gate,
               .gateStride = kParts * width_,
               .rowsPerItem = length_}}});
}

/// `attention` knows its context and window.
void FusedDitLayer::attend(const nn::RmsNorm& queryNorm, nn::FlashAttention attention, const nn::Rotary* rotary) {
    const auto width = layer_.selfAttention.qProj.packed->out;
    attention.queries = heads(space_.query.of<float>(batch_ * length_ * width), width / attention.context->headDim());
    attention.norm = headNorm(queryNorm, rotary);
    attention.out = space_.attended.of<float>(batch_ * length_ * width);
    attention.run();
}

void FusedDitLayer::selfAttention(bool slides) {
    const auto& attention = layer_.selfAttention;
    if (!step_.flash) {
        const auto m = modulation_.chunk(kParts, /*dim=*/1);
        const auto a = at::addcmul(m[0], weights_.selfNorm(hidden_), m[1] + 1).to(attention.qProj.options.dtype());
        const nn::Rotary rotary{step_.rotary.cos.to(a.dtype()), step_.rotary.sin.to(a.dtype())};
        hidden_.addcmul_(
            m[2], attention(a, attention.keyValue(a, &rotary), &rotary, slides ? step_.sliding : nn::AttentionMask{})
                      .to(at::kFloat));
        return;
    }
    const auto rows = batch_ * length_, keyWidth = attention.kProj.packed->out;
    auto* query = space_.query.of<float>(rows * attention.qProj.packed->out);
    auto* key = space_.key.of<float>(rows * keyWidth);
    auto* value = space_.value.of<float>(rows * keyWidth);
    project(normed(weights_.selfNorm, 0), width_,
            {{&attention.qProj, {.y = query}}, {&attention.kProj, {.y = key}}, {&attention.vProj, {.y = value}}});
    const auto keyHeads = keyWidth / attention.headDim;
    space_.context.fill(heads(key, keyHeads), heads(value, keyHeads), headNorm(weights_.selfKeyNorm, &step_.rotary),
                        activationFormat(attention.qProj));
    nn::FlashAttention flash;
    flash.context = &space_.context;
    flash.window = slides ? step_.window : 0;
    attend(weights_.selfQueryNorm, flash, &step_.rotary);
    addProduct(attention.oProj, space_.attended.of<float>(0), part(2));
}

void FusedDitLayer::crossAttention(const nn::KeyValue& condition) {
    const auto& attention = layer_.crossAttention;
    if (!condition.packed) {
        const auto x = weights_.crossNorm(hidden_).to(attention.qProj.options.dtype());
        hidden_ += attention(x, condition, /*rotary=*/nullptr, /*mask=*/{}).to(at::kFloat);
        return;
    }
    auto* query = space_.query.of<float>(batch_ * length_ * attention.qProj.packed->out);
    project(normed(weights_.crossNorm), width_, {{&attention.qProj, {.y = query}}});
    nn::FlashAttention flash;
    flash.context = condition.packed.get();
    flash.firstItem = condition.packedFirst;
    flash.itemCount = condition.packedCount;
    attend(weights_.crossQueryNorm, flash, /*rotary=*/nullptr);
    addProduct(attention.oProj, space_.attended.of<float>(0), /*gate=*/nullptr);
}

void FusedDitLayer::mlp() {
    const auto rows = batch_ * length_;
    const auto source = normed(weights_.mlpNorm, 3);
    space_.rows.fill(rows, width_, layer_.mlp.pair->format, source);
    at::Tensor left, right;
    if (layer_.mlp.gate.adapter || layer_.mlp.up.adapter) {
        const auto x = materialized(source, rows, width_, layer_.mlp.gate.options.dtype());
        left = deltaOf(layer_.mlp.gate, x);
        right = deltaOf(layer_.mlp.up, x);
    }
    for (std::int64_t first = 0; first < rows; first += kDitInnerRows)
        mlpRows(first, std::min(rows, first + kDitInnerRows), left, right);
}

void FusedDitLayer::mlpRows(std::int64_t first, std::int64_t last, const at::Tensor& left, const at::Tensor& right) {
    const auto& mlp = layer_.mlp;
    const auto inner = mlp.pair->out / 2, rows = last - first;
    auto* activations = space_.inner.of<float>(rows * inner);
    const nn::PackedProduct pair{mlp.pair.get(),
                                 {.use = nn::TileUse::SiluGate,
                                  .y = activations,
                                  .stride = inner,
                                  .columns = inner,
                                  .added = left.defined() ? dataOf(left) + first * inner : nullptr,
                                  .addedRight = right.defined() ? dataOf(right) + first * inner : nullptr}};
    nn::multiply({&pair, 1}, space_.rows, first, last);
    space_.innerRows.fill(rows, inner, mlp.down.packed->format, [activations, inner](std::int64_t row, float* out) {
        std::copy_n(activations + row * inner, inner, out);
    });
    at::Tensor delta;
    if (mlp.down.adapter)
        delta = deltaOf(mlp.down, at::from_blob(activations, {rows, inner}, at::kFloat).to(mlp.down.options.dtype()));
    const nn::PackedProduct down{mlp.down.packed.get(),
                                 {.use = nn::TileUse::AddGated,
                                  .y = hidden_.mutable_data_ptr<float>() + first * width_,
                                  .stride = width_,
                                  .columns = width_,
                                  .gate = part(5),
                                  .gateStride = kParts * width_,
                                  .rowsPerItem = length_,
                                  .firstRow = first,
                                  .added = dataOf(delta)}};
    nn::multiply({&down, 1}, space_.innerRows);
}

nn::KeyValue packCondition(const DitLayer& layer, const at::Tensor& embedded) {
    const auto& attention = layer.crossAttention;
    const auto key = attention.kProj(embedded).to(at::kFloat).contiguous();
    const auto value = attention.vProj(embedded).to(at::kFloat).contiguous();
    const auto rows = [&](const at::Tensor& x) {
        return nn::HeadRows{.data = dataOf(x),
                            .stride = x.size(2),
                            .batch = x.size(0),
                            .length = x.size(1),
                            .heads = x.size(2) / attention.headDim,
                            .headDim = attention.headDim};
    };
    auto packed = std::make_shared<nn::PackedKeyValue>();
    packed->fill(rows(key), rows(value), headNorm(layer.fused->crossKeyNorm, /*rotary=*/nullptr),
                 activationFormat(attention.qProj));
    const auto normed = layer.fused->crossKeyNorm(key.unflatten(-1, {-1, attention.headDim}).transpose(1, 2));
    return {normed.to(embedded.scalar_type()), {}, std::move(packed)};
}

} // namespace ottava
