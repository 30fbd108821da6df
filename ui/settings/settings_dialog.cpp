#include "ui/settings/settings_dialog.h"

#include "ui/settings/general_page.h"
#include "ui/settings/performance_page.h"
#include "ui/settings/privacy_page.h"
#include "ui/settings/storage_page.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <utility>

namespace ottava::ui {

SettingsDialog::SettingsDialog(AppSettings settings, const SettingsChoices& choices, QWidget* parent)
    : QDialog(parent), settings_(std::move(settings)), list_(new QListWidget(this)), stack_(new QStackedWidget(this)) {
    setWindowTitle(tr("Settings"));
    list_->setProperty("role", "pages");
    list_->setAccessibleName(tr("Pages"));
    list_->setFixedWidth(fontMetrics().averageCharWidth() * 28);
    addPage(new GeneralPage(choices, this));
    addPage(new PerformancePage(choices, this));
    addPage(new StoragePage(choices, this));
    addPage(new PrivacyPage(this));
    connect(list_, &QListWidget::currentRowChanged, stack_, &QStackedWidget::setCurrentIndex);
    list_->setCurrentRow(0);

    auto* note = new QLabel(tr("Changes take effect with the next song."), this);
    note->setProperty("role", "muted");
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* foot = new QHBoxLayout;
    foot->addWidget(note, 1);
    foot->addWidget(buttons);
    auto* middle = new QHBoxLayout;
    middle->setSpacing(20);
    middle->addWidget(list_);
    middle->addWidget(stack_, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 14);
    layout->setSpacing(14);
    layout->addLayout(middle, 1);
    layout->addLayout(foot);
    resize(fontMetrics().averageCharWidth() * 120, sizeHint().height());
}

void SettingsDialog::addPage(SettingsPage* page) {
    page->load(settings_);
    page->layout()->setContentsMargins(0, 4, 0, 0);
    list_->addItem(page->title());
    stack_->addWidget(page);
    pages_.push_back(page);
}

AppSettings SettingsDialog::settings() const {
    auto settings = settings_;
    for (const auto* page : pages_)
        page->store(settings);
    return settings;
}

AppSettings mergeChanges(AppSettings saved, const AppSettings& before, const AppSettings& after) {
    const auto take = [&](auto field) {
        if (before.*field != after.*field)
            saved.*field = after.*field;
    };
    take(&AppSettings::modelsDir);
    take(&AppSettings::libraryDir);
    take(&AppSettings::dit);
    take(&AppSettings::vae);
    take(&AppSettings::lm);
    take(&AppSettings::lmEnabled);
    take(&AppSettings::device);
    take(&AppSettings::precision);
    take(&AppSettings::offload);
    take(&AppSettings::compile);
    take(&AppSettings::flashAttention);
    take(&AppSettings::overrides);
    take(&AppSettings::audioDevice);
    take(&AppSettings::embed);
    take(&AppSettings::volume);
    take(&AppSettings::theme);
    take(&AppSettings::language);
    take(&AppSettings::logLevel);
    take(&AppSettings::recentAdapters);
    return saved;
}

} // namespace ottava::ui
