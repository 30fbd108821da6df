#pragma once

#include "core/engine/request.h"

#include <QStringList>

#include <filesystem>

namespace ottava::ui {

/// The user's presets: a form's settings under a name, one recipe file each.
class PresetStore {
public:
    PresetStore() = default; ///< keeps nothing
    explicit PresetStore(std::filesystem::path folder) : folder_(std::move(folder)) {}

    /// In the order of the user's language.
    QStringList names() const;
    /// Replaces a preset of that name. Throws Error (DiskFull, …) as `writeTextFile` does.
    void save(const QString& name, const Request& request) const;
    /// Throws Error when the file is gone or cannot be read.
    Request load(const QString& name) const;
    void remove(const QString& name) const;

private:
    std::filesystem::path fileOf(const QString& name) const;

    std::filesystem::path folder_;
};

} // namespace ottava::ui
