#pragma once

#include "core/engine/engine.h"

#include <filesystem>
#include <string>

namespace ottava {

struct ProbeOptions {
    std::filesystem::path in, out;      ///< safetensors files
    std::filesystem::path options;      ///< JSON for the sampler: kwargs, seeds, global_manual_seed
    std::filesystem::path adapter = {}; ///< on the DiT; empty: none
    double adapterScale = 1;
};

/// Runs one module on given tensors, so that parity can be checked from outside. Tensors carry the names of the golden
/// files; a module reads what it needs and ignores the rest. fp32 unless the settings say otherwise.
/// Throws Error (BadRequest) for an unknown module or an input file that lacks a tensor, naming it.
void probe(const std::string& module, const EngineSettings& settings, const ProbeOptions& options);

} // namespace ottava
