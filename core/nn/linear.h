#pragma once

#include "core/checkpoints/adapter.h"
#include "core/checkpoints/weights.h"

#include <optional>

namespace ottava::nn {

/// y = x Wᵀ + b. weight [out, in], bias [out] or none.
struct Linear {
    at::Tensor weight;
    std::optional<at::Tensor> bias;
    std::optional<AdapterDelta> adapter = std::nullopt; ///< added to W, which stays as it is

    /// x […, in] → […, out].
    at::Tensor operator()(const at::Tensor& x) const;
};

/// Reads `weight` (and `bias` when `withBias`) of exactly these sizes. Throws Error (ModelCorrupt) otherwise.
Linear loadLinear(const Weights& weights, std::int64_t in, std::int64_t out, bool withBias);

} // namespace ottava::nn
