#include "core/models/vae.h"

#include "core/models/vae_chain.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/softplus.h>
#include <ATen/ops/stack.h>

#include <string>

namespace ottava {
namespace {

constexpr double kSmallestStd = 1e-4;
constexpr std::array<std::int64_t, 3> kDilations{1, 3, 9};

ResidualUnit loadUnit(const Weights& weights, std::int64_t channels, std::int64_t dilation) {
    return ResidualUnit{
        .snake1 = nn::loadSnake(weights.within("snake1"), channels),
        .snake2 = nn::loadSnake(weights.within("snake2"), channels),
        .conv1 = nn::loadConv1d(
            weights.within("conv1"),
            {.in = channels, .out = channels, .kernel = 7, .padding = 3 * dilation, .dilation = dilation}),
        .conv2 = nn::loadConv1d(weights.within("conv2"), {.in = channels, .out = channels, .kernel = 1})};
}

std::array<ResidualUnit, 3> loadUnits(const Weights& block, std::int64_t channels) {
    return {loadUnit(block.within("res_unit1"), channels, kDilations[0]),
            loadUnit(block.within("res_unit2"), channels, kDilations[1]),
            loadUnit(block.within("res_unit3"), channels, kDilations[2])};
}

/// Channel counts from the narrow end to the wide one: width · [1, multiples…].
std::vector<std::int64_t> channelCounts(const VaeConfig& config, std::int64_t width) {
    std::vector<std::int64_t> counts{width};
    for (const auto multiple : config.channelMultiples)
        counts.push_back(width * multiple);
    return counts;
}

/// Without instructions for bfloat16, float32 is both faster and nearer.
ChainNumbers chainNumbers(at::ScalarType dtype) {
    const bool pairs = nn::hasSlidingKernel(nn::Numbers::Bf16, nn::vectorLevel());
    if (dtype == at::kFloat || !pairs)
        return {};
    return {.heads = nn::Numbers::Fp32, .units = nn::Numbers::Bf16};
}

/// x [B, C, T] → [B, C', T'], through rows of time.
at::Tensor throughChain(const VaeChain& chain, const at::Tensor& x) {
    std::vector<at::Tensor> items;
    for (std::int64_t item = 0; item < x.size(0); ++item)
        items.push_back(chain.forward(x[item].t()).t());
    return at::stack(items);
}

} // namespace

LatentDistribution latentDistribution(const at::Tensor& convolved) {
    const auto halves = convolved.to(at::kFloat).chunk(2, /*dim=*/1);
    return LatentDistribution{halves[0], at::softplus(halves[1]) + kSmallestStd};
}

at::Tensor ResidualUnit::forward(const at::Tensor& x) const {
    return conv2(snake2(conv1(snake1(x)))).add_(x);
}

LatentDistribution VaeEncoder::forward(const at::Tensor& audio) const {
    if (chain)
        return latentDistribution(throughChain(*chain, audio));
    auto x = convIn(audio.to(convIn.weight.scalar_type()));
    for (const auto& block : blocks) {
        for (const auto& unit : block.units)
            x = unit.forward(x);
        x = block.downsample(block.snake(x));
    }
    return latentDistribution(convOut(snake(x)));
}

at::Tensor VaeDecoder::forward(const at::Tensor& latents) const {
    if (chain)
        return throughChain(*chain, latents);
    auto x = convIn(latents.to(convIn.weight.scalar_type()));
    for (const auto& block : blocks) {
        x = block.upsample(block.snake(x));
        for (const auto& unit : block.units)
            x = unit.forward(x);
    }
    return convOut(snake(x)).to(at::kFloat);
}

Weights openVaeWeights(const std::filesystem::path& folder, at::ScalarType dtype, at::Device device) {
    return Weights::open(folder, "diffusion_pytorch_model", dtype, device);
}

VaeEncoder vaeEncoderLayers(const Weights& weights, const VaeConfig& config) {
    const auto channels = channelCounts(config, config.encoderHiddenSize);
    VaeEncoder encoder;
    encoder.convIn = nn::loadConv1d(weights.within("conv1"),
                                    {.in = config.audioChannels, .out = channels.front(), .kernel = 7, .padding = 3});
    for (std::size_t i = 0; i < config.downsamplingRatios.size(); ++i) {
        const auto block = weights.within("block." + std::to_string(i));
        const auto stride = config.downsamplingRatios[i];
        encoder.blocks.push_back({.units = loadUnits(block, channels[i]),
                                  .snake = nn::loadSnake(block.within("snake1"), channels[i]),
                                  .downsample = nn::loadConv1d(block.within("conv1"), {.in = channels[i],
                                                                                       .out = channels[i + 1],
                                                                                       .kernel = 2 * stride,
                                                                                       .stride = stride,
                                                                                       .padding = (stride + 1) / 2})});
    }
    encoder.snake = nn::loadSnake(weights.within("snake1"), channels.back());
    encoder.convOut = nn::loadConv1d(
        weights.within("conv2"), {.in = channels.back(), .out = config.encoderHiddenSize, .kernel = 3, .padding = 1});
    return encoder;
}

VaeDecoder vaeDecoderLayers(const Weights& weights, const VaeConfig& config) {
    const auto channels = channelCounts(config, config.decoderChannels);
    const auto blockCount = config.downsamplingRatios.size();
    VaeDecoder decoder;
    decoder.convIn =
        nn::loadConv1d(weights.within("conv1"),
                       {.in = config.decoderInputChannels, .out = channels.back(), .kernel = 7, .padding = 3});
    for (std::size_t i = 0; i < blockCount; ++i) {
        const auto block = weights.within("block." + std::to_string(i));
        const auto in = channels[blockCount - i];
        const auto out = channels[blockCount - i - 1];
        const auto stride = config.downsamplingRatios[blockCount - i - 1];
        decoder.blocks.push_back(
            {.snake = nn::loadSnake(block.within("snake1"), in),
             .upsample = nn::loadConvTranspose1d(
                 block.within("conv_t1"),
                 {.in = in, .out = out, .kernel = 2 * stride, .stride = stride, .padding = (stride + 1) / 2}),
             .units = loadUnits(block, out)});
    }
    decoder.snake = nn::loadSnake(weights.within("snake1"), channels.front());
    decoder.convOut = nn::loadConv1d(
        weights.within("conv2"),
        {.in = channels.front(), .out = config.audioChannels, .kernel = 7, .padding = 3, .withBias = false});
    return decoder;
}

VaeEncoder loadVaeEncoder(const Weights& weights, const VaeConfig& config) {
    if (!weights.device().is_cpu())
        return vaeEncoderLayers(weights, config);
    VaeEncoder packed;
    packed.chain = std::make_shared<const VaeChain>(
        encoderChain(vaeEncoderLayers(weights.withDtype(at::kFloat), config), chainNumbers(weights.dtype())));
    return packed;
}

VaeDecoder loadVaeDecoder(const Weights& weights, const VaeConfig& config) {
    if (!weights.device().is_cpu())
        return vaeDecoderLayers(weights, config);
    VaeDecoder packed;
    packed.chain = std::make_shared<const VaeChain>(
        decoderChain(vaeDecoderLayers(weights.withDtype(at::kFloat), config), chainNumbers(weights.dtype())));
    return packed;
}

} // namespace ottava
