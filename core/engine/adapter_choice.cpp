#include "core/engine/adapter_choice.h"

#include "core/base/error.h"
#include "core/engine/adapter_report.h"
#include "core/engine/engine.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <system_error>

namespace ottava {
namespace {

namespace fs = std::filesystem;

/// When the adapter was last written: a folder's newest file counts.
fs::file_time_type lastChange(const fs::path& path) {
    std::error_code unseen; // what cannot be looked at makes the adapter be read, which says why
    auto newest = fs::last_write_time(path, unseen);
    for (const auto& entry : fs::directory_iterator{path, unseen})
        newest = std::max(newest, entry.last_write_time(unseen));
    return newest;
}

std::vector<std::string> fittingModels(const Adapter& adapter, const fs::path& models) {
    std::vector<std::string> fitting;
    for (const auto& model : installedModels(models)) {
        if (model.kind != InstalledModel::Kind::Dit)
            continue;
        try {
            if (!adapterMismatch(adapter, readDitConfig(model.path)))
                fitting.push_back(model.name);
        } catch (const Error&) {
            continue; // a damaged model is no reason not to look at the next one
        }
    }
    return fitting;
}

/// "It fits acestep-v15-xl-turbo." or what else can be said.
Sentence advice(const Adapter& adapter, const fs::path& models) {
    const auto fitting = fittingModels(adapter, models);
    if (!fitting.empty())
        return sentence("It fits {}: choose such a model, or another adapter.",
                        fmt::format("{}", fmt::join(fitting, ", ")));
    if (!adapter.madeFor.empty())
        return sentence("It was made for {}: choose that model, or another adapter.", adapter.madeFor);
    return sentence("It was made for a model that is not installed: choose another adapter.");
}

} // namespace

AdapterChoice AdapterShelf::take(const fs::path& path, double strength, const fs::path& models,
                                 const std::string& dit) {
    const auto changed = lastChange(path);
    if (!adapter_ || path != path_ || changed != changed_) {
        adapter_ = std::make_shared<const Adapter>(readAdapter(path));
        path_ = path;
        changed_ = changed;
    }
    if (const auto mismatch = adapterMismatch(*adapter_, readDitConfig(models / dit)))
        throw Error{ErrorCode::ModelCorrupt,
                    sentence("The adapter {} was not made for {}: {}.", adapter_->name, dit, *mismatch),
                    advice(*adapter_, models)};
    return {adapter_, strength};
}

AdapterReport inspectAdapter(const fs::path& path, const fs::path& models) {
    const auto adapter = readAdapter(path);
    return {.name = adapter.name, .madeFor = adapter.madeFor, .fits = fittingModels(adapter, models)};
}

} // namespace ottava
