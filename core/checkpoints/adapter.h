#pragma once

#include <ATen/core/Tensor.h>

#include <filesystem>
#include <map>
#include <string>
#include <variant>

namespace ottava {

/// ΔW = up · down. down [r, in], up [out, r]. Source: LoRA (Hu et al. 2021).
struct LowRankDelta {
    at::Tensor down, up;
};

/// ΔW = outer ⊗ inner, [o₁, i₁] and [o₂, i₂] for a weight [o₁ · o₂, i₁ · i₂]. Source: LoKr (Yeh et al. 2023).
struct KroneckerDelta {
    at::Tensor outer, inner;
};

/// What an adapter adds to one layer's weight, in factors: never multiplied out, so the weight itself stays untouched.
struct AdapterDelta {
    std::variant<LowRankDelta, KroneckerDelta> factors;
    double scaling = 1; ///< the file's own, alpha / r

    std::int64_t inputs() const;
    std::int64_t outputs() const;
    /// The factors with this device and type, `strength` times the file's scaling in them.
    AdapterDelta readyFor(const at::TensorOptions& options, double strength) const;
    /// x […, in] → what is added to the layer's output […, out]. Only for one that is `readyFor`.
    at::Tensor operator()(const at::Tensor& x) const;
};

/// Changes to a model's decoder, by the layer's path in it: "layers.0.self_attn.q_proj".
struct Adapter {
    std::string name;    ///< of its folder or file
    std::string madeFor; ///< the model that it says it was made for; empty: it does not say
    std::map<std::string, AdapterDelta> layers;
};

/// Reads a PEFT folder (adapter_config.json and adapter_model.safetensors), a folder with LoKr weights, or one
/// .safetensors file with either; a configuration beside a single file is used.
/// Throws Error (ModelMissing) when there is nothing of the kind, (ModelCorrupt) naming tensor or key when it is
/// damaged, incomplete, holds numbers that are none, or is of a kind that is not supported (DoRA, replaced modules,
/// pickles).
Adapter readAdapter(const std::filesystem::path& path);

} // namespace ottava
