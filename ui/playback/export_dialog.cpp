#include "ui/playback/export_dialog.h"

#include "ui/widgets/background.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>

#include <utility>

namespace ottava::ui {

ExportDialog::ExportDialog(TakeFile take, const ExportChoice& choice, QWidget* parent)
    : QDialog(parent),
      take_(std::move(take)),
      embed_(choice.embed),
      name_(new QLineEdit(take_.stem, this)),
      folder_(new QLineEdit(toQString(choice.folder), this)),
      format_(new QComboBox(this)),
      browse_(new QPushButton(tr("Browse…"), this)),
      export_(new QPushButton(tr("Export"), this)),
      cancel_(new QPushButton(tr("Cancel"), this)),
      advice_(new QLabel(this)),
      problem_(new QLabel(this)),
      busy_(new QProgressBar(this)) {
    setWindowTitle(tr("Export take"));
    for (const auto format : exportFormats())
        format_->addItem(formatName(format), static_cast<int>(format));
    format_->setCurrentIndex(format_->findData(static_cast<int>(choice.format)));
    buildLayout();
    showAdvice();
    setBusy(false);
    connect(format_, &QComboBox::currentIndexChanged, this, &ExportDialog::showAdvice);
    connect(format_, &QComboBox::currentIndexChanged, this, &ExportDialog::inputChanged);
    connect(name_, &QLineEdit::textChanged, this, &ExportDialog::inputChanged);
    connect(folder_, &QLineEdit::textChanged, this, &ExportDialog::inputChanged);
    connect(browse_, &QPushButton::clicked, this, &ExportDialog::browse);
    connect(export_, &QPushButton::clicked, this, &ExportDialog::write);
    connect(cancel_, &QPushButton::clicked, this, &QDialog::reject);
    name_->selectAll();
}

QWidget* ExportDialog::folderRow() {
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(folder_, 1);
    layout->addWidget(browse_);
    return row;
}

void ExportDialog::buildLayout() {
    name_->setObjectName(QStringLiteral("exportName"));
    folder_->setObjectName(QStringLiteral("exportFolder"));
    format_->setObjectName(QStringLiteral("exportFormat"));
    export_->setObjectName(QStringLiteral("exportNow"));
    problem_->setObjectName(QStringLiteral("exportProblem"));
    name_->setAccessibleName(tr("File name"));
    folder_->setAccessibleName(tr("Folder"));
    format_->setAccessibleName(tr("Format"));
    browse_->setAccessibleName(tr("Browse for a folder"));
    busy_->setAccessibleName(tr("Writing the file"));
    advice_->setProperty("role", "muted");
    problem_->setProperty("role", "problem");
    for (auto* label : {advice_, problem_}) {
        label->setWordWrap(true);
        label->setSizePolicy(QSizePolicy::MinimumExpanding, QSizePolicy::Preferred);
    }
    format_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    busy_->setRange(0, 0);
    busy_->setTextVisible(false);
    export_->setProperty("role", "primary");
    export_->setDefault(true);
    problem_->hide();

    auto* form = new QFormLayout(this);
    form->setContentsMargins(18, 18, 18, 14);
    form->setVerticalSpacing(10);
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    form->addRow(tr("&Name"), name_);
    form->addRow(tr("&Format"), format_);
    form->addRow(QString(), advice_);
    auto* folder = folderRow();
    form->addRow(tr("F&older"), folder);
    qobject_cast<QLabel*>(form->labelForField(folder))->setBuddy(folder_);
    form->addRow(problem_);
    form->addRow(busy_);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addStretch(1);
    buttons->addWidget(cancel_);
    buttons->addWidget(export_);
    form->addRow(buttons);
    setMinimumWidth(500);
}

ExportChoice ExportDialog::choice() const {
    return {static_cast<AudioFormat>(format_->currentData().toInt()), toPath(folder_->text().trimmed()), embed_};
}

std::filesystem::path ExportDialog::target() const {
    return exportPath(choice().folder, name_->text().trimmed(), choice().format);
}

void ExportDialog::showAdvice() {
    advice_->setText(formatAdvice(choice().format));
}

void ExportDialog::inputChanged() {
    replaceConfirmed_ = false;
    problem_->hide();
    export_->setText(tr("Export"));
    export_->setEnabled(!name_->text().trimmed().isEmpty() && !folder_->text().trimmed().isEmpty());
}

void ExportDialog::browse() {
    const auto folder = QFileDialog::getExistingDirectory(this, tr("Folder for exports"), folder_->text());
    if (!folder.isEmpty())
        folder_->setText(folder);
}

void ExportDialog::write() {
    if (name_->text().contains(QLatin1Char('/')) || name_->text().contains(QLatin1Char('\\')))
        return showProblem(tr("A file name cannot hold a slash."), tr("Put the folder in the field below."));
    const auto file = target();
    std::error_code unreadable;
    if (!std::exchange(replaceConfirmed_, true) && std::filesystem::exists(file, unreadable)) {
        export_->setText(tr("Replace"));
        return showProblem(tr("A file of this name is already there."), tr("Press Replace, or choose another name."));
    }
    setBusy(true);
    runInBackground(
        this,
        [take = take_, format = choice().format, embed = embed_, file] {
            writeTakeFile(take, format, embed, file);
            return toQString(file);
        },
        [this](Outcome<QString> outcome) {
            setBusy(false);
            if (!outcome.value)
                return showProblem(outcome.what, outcome.remedy);
            saveExportChoice(choice());
            emit exported(*outcome.value);
            accept();
        });
}

void ExportDialog::setBusy(bool busy) {
    for (auto* widget : std::initializer_list<QWidget*>{name_, folder_, format_, browse_, export_, cancel_})
        widget->setEnabled(!busy);
    busy_->setVisible(busy);
    problem_->hide();
}

void ExportDialog::showProblem(const QString& what, const QString& remedy) {
    problem_->setText(remedy.isEmpty() ? what : what + QLatin1Char(' ') + remedy);
    problem_->setAccessibleName(problem_->text());
    problem_->show();
}

void ExportDialog::reject() {
    if (!busy_->isVisible()) // a file that is being written is waited for
        QDialog::reject();
}

} // namespace ottava::ui
