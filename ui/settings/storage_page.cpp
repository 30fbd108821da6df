#include "ui/settings/storage_page.h"

#include "ui/settings/folder_field.h"

#include <QFormLayout>
#include <QLabel>
#include <QLocale>
#include <QStringList>

namespace ottava::ui {

StoragePage::StoragePage(const SettingsChoices& choices, QWidget* parent)
    : SettingsPage(parent),
      models_(new FolderField(tr("Models folder"), QString::fromStdString(choices.defaultModelsDir.string()), this)),
      library_(
          new FolderField(tr("Library folder"), QString::fromStdString(choices.defaultLibraryDir.string()), this)) {
    models_->setObjectName(QStringLiteral("modelsDir"));
    library_->setObjectName(QStringLiteral("libraryDir"));
    auto* form = new QFormLayout(this);
    form->setVerticalSpacing(10);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(tr("Models folder"), models_);
    form->addRow(tr("Installed models"), makeModelList(choices));
    form->addRow(tr("Library folder"), library_);
}

QWidget* StoragePage::makeModelList(const SettingsChoices& choices) {
    QStringList lines;
    for (const auto& model : choices.models) {
        const auto name = QString::fromStdString(model.name);
        lines << tr("%1 · %2 MB").arg(name, QLocale().toString(model.sizeMb, 'f', 0));
    }
    auto* list = new QLabel(lines.isEmpty() ? tr("None yet") : lines.join(QLatin1Char('\n')), this);
    list->setProperty("role", "muted");
    list->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return list;
}

QString StoragePage::title() const {
    return tr("Models and storage");
}

void StoragePage::load(const AppSettings& settings) {
    models_->setFolder(settings.modelsDir);
    library_->setFolder(settings.libraryDir);
}

void StoragePage::store(AppSettings& settings) const {
    settings.modelsDir = models_->folder();
    settings.libraryDir = library_->folder();
}

} // namespace ottava::ui
