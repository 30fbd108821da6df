#pragma once

#include "core/engine/settings.h"

#include <QWidget>

#include <optional>
#include <string>
#include <vector>

namespace ottava::ui {

/// What the settings can be chosen from on this machine.
struct SettingsChoices {
    std::optional<Limits> limits; ///< unset while the machine is still being looked at
    std::vector<InstalledModel> models;
    std::vector<std::string> audioDevices;
    std::filesystem::path defaultModelsDir, defaultLibraryDir;
};

/// One page of the settings: reads its own fields from a value and writes them back.
class SettingsPage : public QWidget {
public:
    using QWidget::QWidget;
    virtual QString title() const = 0;
    virtual void load(const AppSettings& settings) = 0;
    virtual void store(AppSettings& settings) const = 0;
};

} // namespace ottava::ui
