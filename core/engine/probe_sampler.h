#pragma once

#include "core/tasks/model_store.h"

#include <nlohmann/json_fwd.hpp>

namespace ottava {

/// A probe's input: named tensors, and options for the sampler.
struct ProbeInput {
    Safetensors file;
    std::filesystem::path optionsFile;

    /// Throws Error (BadRequest) naming the tensor that is not there.
    at::Tensor required(const std::string& name) const;
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
