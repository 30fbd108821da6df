#include "ui/settings/folder_field.h"

#include "ui/widgets/icons.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QToolButton>

namespace ottava::ui {

FolderField::FolderField(const QString& name, const QString& defaultFolder, QWidget* parent)
    : QWidget(parent), path_(new QLineEdit(this)) {
    path_->setAccessibleName(name);
    path_->setPlaceholderText(defaultFolder);
    path_->setClearButtonEnabled(true);
    auto* pick = new QToolButton(this);
    pick->setIcon(icon(QStringLiteral("folder")));
    pick->setAccessibleName(tr("Choose a folder: %1").arg(name));
    pick->setToolTip(tr("Choose a folder"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(path_, 1);
    layout->addWidget(pick);
    setFocusProxy(path_);
    connect(pick, &QToolButton::clicked, this, [this, name] {
        const auto start = path_->text().isEmpty() ? path_->placeholderText() : path_->text();
        const auto folder = QFileDialog::getExistingDirectory(this, name, start);
        if (!folder.isEmpty())
            path_->setText(folder);
    });
}

void FolderField::setFolder(const std::filesystem::path& folder) {
    path_->setText(QString::fromStdString(folder.string()));
}

std::filesystem::path FolderField::folder() const {
    return path_->text().trimmed().toStdString();
}

} // namespace ottava::ui
