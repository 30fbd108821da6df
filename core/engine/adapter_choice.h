#pragma once

#include "core/tasks/model_store.h"

#include <filesystem>
#include <optional>

namespace ottava {

/// The adapter of the last job, kept so that the next one need not read it again. One thread.
class AdapterShelf {
public:
    /// Reads the adapter at `path` unless it is the one at hand and its file has not changed since, and checks it
    /// against the DiT `dit` below `models`, of which only the configuration is read.
    /// Throws Error (ModelMissing, ModelCorrupt) as `readAdapter` does, and (ModelCorrupt) when it was made for another
    /// model, naming the installed one that it fits.
    AdapterChoice take(const std::filesystem::path& path, double strength, const std::filesystem::path& models,
                       const std::string& dit);

private:
    std::filesystem::path path_;
    std::filesystem::file_time_type changed_;
    std::shared_ptr<const Adapter> adapter_;
};

} // namespace ottava
