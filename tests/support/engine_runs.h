#pragma once

#include "core/engine/engine.h"
#include "core/library/take_library.h"
#include "support/paths.h"

#include <QTemporaryDir>

#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>

namespace ottava::test {

/// The embedded demo model in float32 on the processor: the same numbers on every machine.
inline EngineSettings demoSettings(const std::filesystem::path& models = demoModel()) {
    EngineSettings settings;
    settings.models = models;
    settings.lmEnabled = false;
    settings.device = "cpu";
    settings.precision = Precision::Fp32;
    return settings;
}

/// The shortest song in two steps.
inline Request shortRequest(std::int64_t seed = 1) {
    Request request;
    request.caption = "a short test";
    request.duration = 5.12;
    request.inferenceSteps = 2;
    request.batchSize = 1;
    request.seeds = {seed};
    request.thinking = false;
    return request;
}

inline JobCallbacks onProgress(std::function<void(const Progress&)> hear) {
    return {.progress = std::move(hear), .audio = {}, .takeDone = {}, .planned = {}};
}
inline JobCallbacks onAudio(std::function<void(const AudioChunk&)> hear) {
    return {.progress = {}, .audio = std::move(hear), .takeDone = {}, .planned = {}};
}
inline JobCallbacks onTake(std::function<void(int, const Take&)> hear) {
    return {.progress = {}, .audio = {}, .takeDone = std::move(hear), .planned = {}};
}

/// Entries of a folder by name, hidden ones too; a folder that is not there has none.
inline std::set<std::string> entriesOf(const std::filesystem::path& folder) {
    std::set<std::string> names;
    std::error_code missing;
    for (const auto& entry : std::filesystem::directory_iterator{folder, missing})
        names.insert(entry.path().filename().string());
    return names;
}

/// A copy of the demo model made of links, whose files can be taken away or replaced one by one.
class ModelsCopy {
public:
    ModelsCopy() {
        for (const auto& model : std::filesystem::directory_iterator{demoModel()})
            if (model.is_directory())
                for (const auto& file : std::filesystem::directory_iterator{model})
                    link(model.path().filename() / file.path().filename(), file.path());
    }
    std::filesystem::path root() const { return folder_.path().toStdString(); }

    void link(const std::filesystem::path& name, const std::filesystem::path& target) const {
        std::filesystem::create_directories((root() / name).parent_path());
        std::filesystem::create_symlink(target, root() / name);
    }
    void remove(const std::filesystem::path& name) const { std::filesystem::remove_all(root() / name); }
    /// Makes the link a file of its own and returns its path.
    std::filesystem::path own(const std::filesystem::path& name) const {
        const auto original = std::filesystem::read_symlink(root() / name);
        remove(name);
        std::filesystem::copy_file(original, root() / name);
        return root() / name;
    }
    void restore(const std::filesystem::path& name) const {
        remove(name);
        link(name, demoModel() / name);
    }

private:
    QTemporaryDir folder_;
};

} // namespace ottava::test
