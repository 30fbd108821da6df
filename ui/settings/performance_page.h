#pragma once

#include "ui/settings/settings_page.h"

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QSpinBox;

namespace ottava::ui {

/// Language model, device, precision, memory and speed, and what is allowed beyond the tier.
class PerformancePage : public SettingsPage {
    Q_OBJECT
public:
    PerformancePage(const SettingsChoices& choices, QWidget* parent = nullptr);
    QString title() const override;
    void load(const AppSettings& settings) override;
    void store(AppSettings& settings) const override;

private:
    void showLmNote();
    void fillModels(const SettingsChoices& choices);
    void fillDevices(const SettingsChoices& choices);
    bool isBeyondTier(const QString& lm) const;
    void addOverrides(QFormLayout& form);

    QComboBox *dit_, *vae_;
    QComboBox* lm_;
    QLabel* lmNote_;
    std::optional<Limits> limits_;
    QComboBox* device_;
    QComboBox* precision_;
    QComboBox* offload_;
    QSpinBox* idle_;
    QCheckBox* compile_;
    QCheckBox* flashAttention_;
    QCheckBox* longSongs_;
    QCheckBox* manyTakes_;
    QCheckBox* anyLm_;
};

} // namespace ottava::ui
