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

namespace {

/// Hands out the layers of one direction of a VAE in the order of the signal, each read when it is asked for.
class EncoderLayers {
public:
    EncoderLayers(Weights weights, const VaeConfig& config)
        : weights_(std::move(weights)), config_(config), channels_(channelCounts(config, config.encoderHiddenSize)) {}

    std::size_t blocks() const { return config_.downsamplingRatios.size(); }
    nn::Conv1d convIn() const {
        return nn::loadConv1d(weights_.within("conv1"),
                              {.in = config_.audioChannels, .out = channels_.front(), .kernel = 7, .padding = 3});
    }
    VaeEncoderBlock block(std::size_t i) const {
        const auto block = weights_.within("block." + std::to_string(i));
        const auto stride = config_.downsamplingRatios[i];
        return {.units = loadUnits(block, channels_[i]),
                .snake = nn::loadSnake(block.within("snake1"), channels_[i]),
                .downsample = nn::loadConv1d(block.within("conv1"), {.in = channels_[i],
                                                                     .out = channels_[i + 1],
                                                                     .kernel = 2 * stride,
                                                                     .stride = stride,
                                                                     .padding = (stride + 1) / 2})};
    }
    nn::Snake snake() const { return nn::loadSnake(weights_.within("snake1"), channels_.back()); }
    nn::Conv1d convOut() const {
        return nn::loadConv1d(weights_.within("conv2"),
                              {.in = channels_.back(), .out = config_.encoderHiddenSize, .kernel = 3, .padding = 1});
    }

private:
    Weights weights_;
    const VaeConfig& config_;
    std::vector<std::int64_t> channels_;
};

class DecoderLayers {
public:
    DecoderLayers(Weights weights, const VaeConfig& config)
        : weights_(std::move(weights)), config_(config), channels_(channelCounts(config, config.decoderChannels)) {}

    std::size_t blocks() const { return config_.downsamplingRatios.size(); }
    nn::Conv1d convIn() const {
        return nn::loadConv1d(weights_.within("conv1"),
                              {.in = config_.decoderInputChannels, .out = channels_.back(), .kernel = 7, .padding = 3});
    }
    VaeDecoderBlock block(std::size_t i) const {
        const auto block = weights_.within("block." + std::to_string(i));
        const auto in = channels_[blocks() - i];
        const auto out = channels_[blocks() - i - 1];
        const auto stride = config_.downsamplingRatios[blocks() - i - 1];
        return {.snake = nn::loadSnake(block.within("snake1"), in),
                .upsample = nn::loadConvTranspose1d(
                    block.within("conv_t1"),
                    {.in = in, .out = out, .kernel = 2 * stride, .stride = stride, .padding = (stride + 1) / 2}),
                .units = loadUnits(block, out)};
    }
    nn::Snake snake() const { return nn::loadSnake(weights_.within("snake1"), channels_.front()); }
    nn::Conv1d convOut() const {
        return nn::loadConv1d(
            weights_.within("conv2"),
            {.in = channels_.front(), .out = config_.audioChannels, .kernel = 7, .padding = 3, .withBias = false});
    }

private:
    Weights weights_;
    const VaeConfig& config_;
    std::vector<std::int64_t> channels_;
};

template<class Vae, class Layers>
Vae allLayers(const Layers& layers) {
    Vae vae;
    vae.convIn = layers.convIn();
    for (std::size_t i = 0; i < layers.blocks(); ++i)
        vae.blocks.push_back(layers.block(i));
    vae.snake = layers.snake();
    vae.convOut = layers.convOut();
    return vae;
}

template<class Maker, class Layers>
std::shared_ptr<const VaeChain> packed(const Layers& layers, ChainNumbers numbers) {
    Maker maker{numbers};
    maker.begin(layers.convIn());
    for (std::size_t i = 0; i < layers.blocks(); ++i)
        maker.add(layers.block(i));
    return std::make_shared<const VaeChain>(maker.finish(layers.snake(), layers.convOut()));
}

} // namespace

VaeEncoder vaeEncoderLayers(const Weights& weights, const VaeConfig& config) {
    return allLayers<VaeEncoder>(EncoderLayers{weights, config});
}

VaeDecoder vaeDecoderLayers(const Weights& weights, const VaeConfig& config) {
    return allLayers<VaeDecoder>(DecoderLayers{weights, config});
}

VaeEncoder loadVaeEncoder(const Weights& weights, const VaeConfig& config) {
    if (!weights.device().is_cpu())
        return vaeEncoderLayers(weights, config);
    VaeEncoder vae;
    vae.chain =
        packed<EncoderChainMaker>(EncoderLayers{weights.withDtype(at::kFloat), config}, chainNumbers(weights.dtype()));
    return vae;
}

VaeDecoder loadVaeDecoder(const Weights& weights, const VaeConfig& config) {
    if (!weights.device().is_cpu())
        return vaeDecoderLayers(weights, config);
    VaeDecoder vae;
    vae.chain =
        packed<DecoderChainMaker>(DecoderLayers{weights.withDtype(at::kFloat), config}, chainNumbers(weights.dtype()));
    return vae;
}

} // namespace ottava
