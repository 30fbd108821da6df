#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace ottava {

/// What can be known of an adapter before it is used.
struct AdapterReport {
    std::string name;              ///< of its folder or file
    std::string madeFor;           ///< the model that it says it was made for; empty: it does not say
    std::vector<std::string> fits; ///< installed diffusion models that can take it
};

/// Reads the adapter and compares it with the configurations of the diffusion models below `models`; no model is
/// loaded. Any thread. Throws Error (ModelMissing, ModelCorrupt) as `readAdapter` does.
AdapterReport inspectAdapter(const std::filesystem::path& adapter, const std::filesystem::path& models);

} // namespace ottava
