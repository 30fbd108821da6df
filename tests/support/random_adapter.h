#pragma once

#include "core/checkpoints/adapter.h"
#include "core/checkpoints/model_config.h"

#include <ATen/ops/randn.h>

#include <cmath>
#include <string>

namespace ottava::test {

/// Changes every product of every layer of a decoder. `firstLayer`: only from there on.
inline Adapter randomAdapter(const DitConfig& config, std::int64_t firstLayer = 0) {
    const auto& decoder = config.decoder;
    const auto width = decoder.hiddenSize, queries = decoder.headCount * decoder.headDim,
               keys = decoder.keyValueHeadCount * decoder.headDim, inner = decoder.intermediateSize;
    Adapter adapter;
    const auto add = [&](const std::string& path, std::int64_t in, std::int64_t out) {
        adapter.layers[path] = {LowRankDelta{at::randn({4, in}), at::randn({out, 4})},
                                0.2 / std::sqrt(static_cast<double>(4 * in))};
    };
    for (std::int64_t layer = firstLayer; layer < decoder.layerCount; ++layer) {
        const auto path = "layers." + std::to_string(layer) + ".";
        for (const std::string attention : {"self_attn", "cross_attn"}) {
            add(path + attention + ".q_proj", width, queries);
            add(path + attention + ".k_proj", width, keys);
            add(path + attention + ".v_proj", width, keys);
            add(path + attention + ".o_proj", queries, width);
        }
        add(path + "mlp.gate_proj", width, inner);
        add(path + "mlp.up_proj", width, inner);
        add(path + "mlp.down_proj", inner, width);
    }
    return adapter;
}

} // namespace ottava::test
