#include "core/nn/transformer.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/silu.h>

#include <string>

namespace ottava::nn {

namespace {

/// silu(gate(x)) · up(x) in one product; x […, in], the result in x's type.
at::Tensor gatedPair(const Mlp& mlp, const at::Tensor& x) {
    const auto& matrix = *mlp.pair;
    const auto flat = x.reshape({-1, matrix.in}).contiguous();
    const auto inner = matrix.out / 2;
    const auto y = at::empty({flat.size(0), inner}, flat.options());
    const auto deltaOf = [&](const Linear& linear) {
        return linear.adapter ? (*linear.adapter)(flat.to(linear.options.dtype())).to(at::kFloat).contiguous()
                              : at::Tensor{};
    };
    const auto left = deltaOf(mlp.gate), right = deltaOf(mlp.up);
    PackedRows rows;
    rows.fill(flat.size(0), matrix.in, matrix.format, rowsOf(flat));
    const PackedProduct product{&matrix,
                                {.use = TileUse::SiluGate,
                                 .y = y.mutable_data_ptr(),
                                 .yIsBf16 = y.scalar_type() == at::kBFloat16,
                                 .stride = inner,
                                 .columns = inner,
                                 .added = left.defined() ? left.const_data_ptr<float>() : nullptr,
                                 .addedRight = right.defined() ? right.const_data_ptr<float>() : nullptr}};
    multiply({&product, 1}, rows);
    auto shape = x.sizes().vec();
    shape.back() = inner;
    return y.view(shape);
}

} // namespace

at::Tensor Mlp::operator()(const at::Tensor& x) const {
    return down(pair ? gatedPair(*this, x) : at::silu(gate(x)).mul_(up(x)));
}

void Mlp::pack(TileFormat format) {
    pair = std::make_shared<const PackedMatrix>(packPair(gate.weight, up.weight, format));
    gate.weight.reset();
    up.weight.reset();
    down.pack(format);
}

Mlp loadMlp(const Weights& weights, const TransformerConfig& config) {
    const auto width = config.hiddenSize;
    const auto inner = config.intermediateSize;
    return Mlp{.gate = loadLinear(weights.within("gate_proj"), width, inner, /*withBias=*/false),
               .up = loadLinear(weights.within("up_proj"), width, inner, /*withBias=*/false),
               .down = loadLinear(weights.within("down_proj"), inner, width, /*withBias=*/false)};
}

at::Tensor TransformerBlock::forward(const at::Tensor& x, const Rotary& rotary, const AttentionMask& mask) const {
    const auto normed = attentionNorm(x);
    const auto attended = x + attention(normed, attention.keyValue(normed, &rotary), &rotary, mask);
    return attended + mlp(mlpNorm(attended));
}

at::Tensor Transformer::encode(at::Tensor x, const std::optional<at::Tensor>& padding) const {
    const auto length = x.size(1);
    const auto rotary = makeRotary(length, config.headDim, config.ropeTheta, x.options());
    const AttentionMask full{slidingMask(length, /*window=*/0, padding, x.options())};
    const AttentionMask sliding{slidingMask(length, config.slidingWindow, padding, x.options())};
    for (std::size_t layer = 0; layer < blocks.size(); ++layer) {
        x = blocks[layer].forward(x, rotary, config.slides(static_cast<std::int64_t>(layer)) ? sliding : full);
        if (files)
            files->letPagesGo();
    }
    return norm(x);
}

at::Tensor Transformer::encodeCausal(at::Tensor x) const {
    const auto rotary = makeRotary(x.size(1), config.headDim, config.ropeTheta, x.options());
    const AttentionMask causal{.additive = std::nullopt, .causal = true};
    for (const auto& block : blocks) {
        x = block.forward(x, rotary, causal);
        if (files)
            files->letPagesGo();
    }
    return norm(x);
}

Transformer loadTransformer(const Weights& weights, const TransformerConfig& config) {
    Transformer transformer{.config = config, .blocks = {}, .norm = {}};
    if (weights.device().is_cpu())
        transformer.files = weights;
    const auto width = config.hiddenSize;
    for (std::int64_t layer = 0; layer < config.layerCount; ++layer) {
        const auto part = weights.within("layers." + std::to_string(layer));
        transformer.blocks.push_back(
            {.attentionNorm = loadRmsNorm(part.within("input_layernorm"), width, config.rmsNormEps),
             .mlpNorm = loadRmsNorm(part.within("post_attention_layernorm"), width, config.rmsNormEps),
             .attention = loadAttention(part.within("self_attn"), config, width),
             .mlp = loadMlp(part.within("mlp"), config)});
        weights.letPagesGo();
    }
    transformer.norm = loadRmsNorm(weights.within("norm"), width, config.rmsNormEps);
    return transformer;
}

} // namespace ottava::nn
