#include "ui/compose/adapter_field.h"

#include "ui/widgets/background.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/icons.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSignalBlocker>
#include <QToolButton>

#include <algorithm>
#include <utility>

namespace ottava::ui {

AdapterField::AdapterField(QWidget* parent)
    : DropField(parent),
      on_(new QCheckBox(this)),
      none_(new ElidedLabel(this)),
      scale_(new QDoubleSpinBox(this)),
      choose_(new QPushButton(tr("Choose…"), this)),
      switch_(new QPushButton(this)),
      clear_(new QToolButton(this)),
      note_(new QLabel(this)),
      recent_(new QMenu(this)) {
    setObjectName(QStringLiteral("adapter"));
    build();
    setRecent({});
    connect(on_, &QCheckBox::toggled, this, [this] {
        present();
        emit changed();
    });
    connect(scale_, &QDoubleSpinBox::valueChanged, this, &AdapterField::changed);
    connect(clear_, &QToolButton::clicked, this, [this] {
        choose_->setFocus(); // the button goes
        take({}, By::User);
    });
    connect(switch_, &QPushButton::clicked, this, [this] {
        if (report_ && !report_->fits.empty())
            emit ditWanted(QString::fromStdString(nearestFit()));
    });
    connect(this, &DropField::dropped, this, [this](const QString& path) { take(path, By::User); });
    present();
}

void AdapterField::setCheck(AdapterCheck check) {
    check_ = std::move(check);
}

void AdapterField::setModels(const ModelChoices& models) {
    const auto moved = models.folder != models_.folder || models.dits.size() != models_.dits.size();
    models_ = models;
    if (moved && !path_.isEmpty())
        look(By::Form);
    present();
}

void AdapterField::setRecent(const std::vector<std::filesystem::path>& recent) {
    recent_->clear();
    recent_->addAction(tr("Folder…"), this, &AdapterField::chooseFolder);
    recent_->addAction(tr("File…"), this, &AdapterField::chooseFile);
    if (!recent.empty())
        recent_->addSection(tr("Used before"));
    for (const auto& path : recent) {
        const auto text = QString::fromStdString(path.string());
        auto name = QFileInfo(text).fileName();
        auto* action = recent_->addAction(name.replace(QLatin1Char('&'), QLatin1String("&&")), this,
                                          [this, text] { take(text, By::User); });
        action->setToolTip(text);
    }
}

void AdapterField::chooseFolder() {
    auto* dialog = new QFileDialog(this, tr("Choose an adapter's folder"), QFileInfo(path_).path());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) { take(path, By::User); });
    dialog->open();
}

void AdapterField::chooseFile() {
    auto* dialog =
        new QFileDialog(this, tr("Choose an adapter"), QFileInfo(path_).path(), tr("Adapters (*.safetensors)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) { take(path, By::User); });
    dialog->open();
}

void AdapterField::take(const QString& path, By by) {
    path_ = path;
    if (by == By::User) {
        const QSignalBlocker quiet(on_);
        on_->setChecked(true);
    }
    look(by);
    emit changed();
}

void AdapterField::look(By by) {
    report_.reset();
    fault_.clear();
    present();
    if (path_.isEmpty() || !check_)
        return;
    runInBackground(
        this,
        [check = check_, adapter = std::filesystem::path{path_.toStdString()}, folder = models_.folder] {
            return check(adapter, folder);
        },
        [this, by, path = path_](const Outcome<AdapterReport>& seen) {
            if (path != path_)
                return; // another one was chosen meanwhile
            report_ = seen.value;
            fault_ = seen.value ? QString() : QStringLiteral("%1 %2").arg(seen.what, seen.remedy).trimmed();
            present();
            if (seen.value && by == By::User)
                emit used(path);
            emit looked();
        });
}

void AdapterField::load(const AdapterDraft& draft) {
    const QSignalBlocker quietOn(on_), quietScale(scale_);
    on_->setChecked(draft.on);
    scale_->setValue(draft.scale);
    if (path_ == draft.path)
        return present();
    path_ = draft.path;
    look(By::Form);
}

AdapterDraft AdapterField::draft() const {
    return {.path = path_, .on = on_->isChecked() || path_.isEmpty(), .scale = scale_->value()};
}

QString AdapterField::problem() const {
    if (path_.isEmpty() || !on_->isChecked())
        return {};
    return fault_.isEmpty() ? mismatch() : fault_;
}

void AdapterField::focusChoice() {
    choose_->setFocus(Qt::OtherFocusReason);
}

} // namespace ottava::ui
