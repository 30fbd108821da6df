#pragma once

#include "ui/settings/settings_page.h"

#include <QDialog>

class QListWidget;
class QStackedWidget;

namespace ottava::ui {

/// The settings, page by page. Works on a copy: nothing changes until `accepted`, then `settings()` holds the result.
class SettingsDialog : public QDialog {
    Q_OBJECT
public:
    SettingsDialog(AppSettings settings, const SettingsChoices& choices, QWidget* parent = nullptr);

    AppSettings settings() const;

private:
    void addPage(SettingsPage* page);

    AppSettings settings_;
    QListWidget* list_;
    QStackedWidget* stack_;
    std::vector<SettingsPage*> pages_;
};

/// Takes over into `saved` what differs between `before` and `after`, so that values which a command line gave for one
/// run are not written down unless the user changed them.
AppSettings mergeChanges(AppSettings saved, const AppSettings& before, const AppSettings& after);

} // namespace ottava::ui
