#include "core/models/dit_adapter.h"

#include <ATen/core/Tensor.h>

#include <fmt/format.h>

#include <utility>

namespace ottava {
namespace {

constexpr std::int64_t kTimeFeatures = 256;
constexpr std::int64_t kModulations = 6;

struct LayerSize {
    std::int64_t in, out;
    bool operator==(const LayerSize&) const = default;
};

using Sizes = std::map<std::string, LayerSize>;

void addTime(Sizes& sizes, const std::string& part, std::int64_t width) {
    sizes[part + ".linear_1"] = {kTimeFeatures, width};
    sizes[part + ".linear_2"] = {width, width};
    sizes[part + ".time_proj"] = {width, kModulations * width};
}

/// Every linear layer of the decoder that an adapter may change.
Sizes sizesOf(const DitConfig& config) {
    const auto& decoder = config.decoder;
    const auto width = decoder.hiddenSize;
    const auto queries = decoder.headCount * decoder.headDim;
    const auto keys = decoder.keyValueHeadCount * decoder.headDim;
    Sizes sizes;
    addTime(sizes, "time_embed", width);
    addTime(sizes, "time_embed_r", width);
    sizes["condition_embedder"] = {config.encoder.hiddenSize, width};
    for (std::int64_t layer = 0; layer < decoder.layerCount; ++layer) {
        const auto path = fmt::format("layers.{}.", layer);
        for (const auto* attention : {"self_attn", "cross_attn"}) {
            const auto part = path + attention;
            sizes[part + ".q_proj"] = {width, queries};
            sizes[part + ".k_proj"] = {width, keys};
            sizes[part + ".v_proj"] = {width, keys};
            sizes[part + ".o_proj"] = {queries, width};
        }
        sizes[path + "mlp.gate_proj"] = {width, decoder.intermediateSize};
        sizes[path + "mlp.up_proj"] = {width, decoder.intermediateSize};
        sizes[path + "mlp.down_proj"] = {decoder.intermediateSize, width};
    }
    return sizes;
}

std::map<std::string, nn::Linear*> linearsOf(Dit& dit) {
    std::map<std::string, nn::Linear*> found{{"condition_embedder", &dit.conditionEmbedder}};
    const auto time = [&](const std::string& part, TimestepEmbedding& embedding) {
        found[part + ".linear_1"] = &embedding.linear1;
        found[part + ".linear_2"] = &embedding.linear2;
        found[part + ".time_proj"] = &embedding.timeProj;
    };
    time("time_embed", dit.timeEmbed);
    time("time_embed_r", dit.timeEmbedR);
    for (std::size_t index = 0; index < dit.layers.size(); ++index) {
        auto& layer = dit.layers[index];
        const auto path = fmt::format("layers.{}.", index);
        for (const auto& [name, attention] :
             {std::pair{"self_attn", &layer.selfAttention}, std::pair{"cross_attn", &layer.crossAttention}}) {
            const auto part = path + name;
            found[part + ".q_proj"] = &attention->qProj;
            found[part + ".k_proj"] = &attention->kProj;
            found[part + ".v_proj"] = &attention->vProj;
            found[part + ".o_proj"] = &attention->oProj;
        }
        found[path + "mlp.gate_proj"] = &layer.mlp.gate;
        found[path + "mlp.up_proj"] = &layer.mlp.up;
        found[path + "mlp.down_proj"] = &layer.mlp.down;
    }
    return found;
}

} // namespace

std::optional<std::string> adapterMismatch(const Adapter& adapter, const DitConfig& config) {
    const auto sizes = sizesOf(config);
    for (const auto& [path, delta] : adapter.layers) {
        const auto found = sizes.find(path);
        if (found == sizes.end())
            return fmt::format("the model has no layer '{}'", path);
        const LayerSize size{delta.inputs(), delta.outputs()};
        if (size != found->second)
            return fmt::format("'{}' takes {} and gives {} values there, {} and {} in the adapter", path,
                               found->second.in, found->second.out, size.in, size.out);
    }
    return std::nullopt;
}

Dit withAdapter(const Dit& base, const Adapter& adapter, double strength) {
    auto adapted = base;
    const auto linears = linearsOf(adapted);
    for (const auto& [path, delta] : adapter.layers) {
        auto& linear = *linears.at(path);
        linear.adapter = delta.readyFor(linear.options, strength);
    }
    adapted.layers.added();
    return adapted;
}

} // namespace ottava
