#pragma once

#include "core/tasks/model_store.h"

#include <nlohmann/json_fwd.hpp>

namespace ottava {

/// A probe's input: named tensors, and options for the sampler.
struct ProbeInput {
    Safetensors file;
    std::filesystem::path optionsFile;
    at::Device device = at::kCPU;      ///< where modules take what they read
    at::ScalarType dtype = at::kFloat; ///< of the models' hidden states

    /// Throws Error (BadRequest) naming the tensor that is not there.
    at::Tensor required(const std::string& name) const;
    /// What a text encoder or a VAE gave, as the models hand it on.
    at::Tensor states(const std::string& name) const;
    std::optional<at::Tensor> optional(const std::string& name) const;
};

struct ConditionInputs {
    MaskedSequence text, lyrics;
    TimbreClips clips;
};

ConditionInputs readConditionInputs(const ProbeInput& in);

/// A whole denoising run from a `sample_inputs_*` file and the tensors of its case, or a morph from a
/// `flowedit_inputs_*` file. → `target_latents`.
TensorMap probeSampler(ModelStore& models, const ProbeInput& in);

} // namespace ottava
