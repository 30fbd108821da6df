#pragma once

#include "ui/settings/settings_page.h"

namespace ottava::ui {

class FolderField;

/// Where models and songs lie.
class StoragePage : public SettingsPage {
    Q_OBJECT
public:
    StoragePage(const SettingsChoices& choices, QWidget* parent = nullptr);
    QString title() const override;
    void load(const AppSettings& settings) override;
    void store(AppSettings& settings) const override;

private:
    QWidget* makeModelList(const SettingsChoices& choices);

    FolderField* models_;
    FolderField* library_;
};

} // namespace ottava::ui
