#pragma once

#include "ui/settings/settings_page.h"

class QCheckBox;
class QLineEdit;

namespace ottava::ui {

/// What sound files say besides their sound.
class PrivacyPage : public SettingsPage {
    Q_OBJECT
public:
    explicit PrivacyPage(QWidget* parent = nullptr);
    QString title() const override;
    void load(const AppSettings& settings) override;
    void store(AppSettings& settings) const override;

private:
    QCheckBox *promptAndLyrics_, *tempo_;
    QLineEdit* artist_;
};

} // namespace ottava::ui
