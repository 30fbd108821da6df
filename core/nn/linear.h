#pragma once

#include "core/checkpoints/adapter.h"
#include "core/checkpoints/weights.h"
#include "core/nn/packed_matrix.h"

#include <memory>
#include <optional>

namespace ottava::nn {

/// y = x Wᵀ + b. weight [out, in], bias [out] or none.
struct Linear {
    at::Tensor weight; ///< undefined when packed
    std::optional<at::Tensor> bias;
    std::optional<AdapterDelta> adapter = std::nullopt;                ///< added to W, which stays as it is
    std::shared_ptr<const PackedMatrix> packed{};                      ///< W and b, laid out for the processor
    at::TensorOptions options = at::TensorOptions{}.dtype(at::kFloat); ///< type and device that W was loaded with

    /// x […, in] → […, out] in x's type.
    at::Tensor operator()(const at::Tensor& x) const;

    /// Lays the weight out for the processor and lets go of the original.
    void pack(TileFormat format);
};

/// Reads `weight` (and `bias` when `withBias`) of exactly these sizes. Throws Error (ModelCorrupt) otherwise.
Linear loadLinear(const Weights& weights, std::int64_t in, std::int64_t out, bool withBias);

} // namespace ottava::nn
