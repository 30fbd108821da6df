#pragma once

#include "ui/settings/settings_page.h"

class QComboBox;

namespace ottava::ui {

/// Language, theme, audio device.
class GeneralPage : public SettingsPage {
    Q_OBJECT
public:
    GeneralPage(const SettingsChoices& choices, QWidget* parent = nullptr);
    QString title() const override;
    void load(const AppSettings& settings) override;
    void store(AppSettings& settings) const override;

private:
    QComboBox* language_;
    QComboBox* theme_;
    QComboBox* audioDevice_;
};

} // namespace ottava::ui
