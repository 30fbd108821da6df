#include "ui/compose/reference_field.h"

#include "core/audio/audio_file.h"
#include "ui/widgets/background.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/time_field.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace ottava::ui {

namespace {

constexpr float kSilentPeak = 1e-6F; // below it the engine refuses the recording

} // namespace

ReferenceField::ReferenceField(QWidget* parent)
    : DropField(parent),
      name_(new ElidedLabel(this)),
      none_(new QLabel(tr("none"), this)),
      detail_(new QLabel(this)),
      note_(new QLabel(this)),
      choose_(new QPushButton(tr("Choose…"), this)),
      clear_(new QToolButton(this)) {
    setObjectName(QStringLiteral("reference"));
    build();
    connect(choose_, &QPushButton::clicked, this, &ReferenceField::choose);
    connect(clear_, &QToolButton::clicked, this, [this] {
        choose_->setFocus(); // the button goes
        take({});
    });
    connect(this, &DropField::dropped, this, &ReferenceField::take);
    setPath({});
}

void ReferenceField::build() {
    auto* label = new QLabel(tr("Reference audio"), this);
    label->setBuddy(choose_);
    label->setToolTip(tr("A recording whose sound the song takes after. Drop a file here, or choose one."));
    name_->setObjectName(QStringLiteral("referenceName"));
    detail_->setObjectName(QStringLiteral("referenceDetail"));
    detail_->setProperty("role", "muted");
    note_->setObjectName(QStringLiteral("referenceNote"));
    note_->setProperty("role", "problem");
    note_->setWordWrap(true);
    choose_->setObjectName(QStringLiteral("referenceChoose"));
    choose_->setAccessibleName(tr("Choose a reference recording"));
    choose_->setToolTip(label->toolTip());
    clear_->setObjectName(QStringLiteral("referenceClear"));
    clear_->setIcon(icon(QStringLiteral("cancel")));
    clear_->setProperty("role", "flat");
    clear_->setAccessibleName(tr("No reference audio"));
    clear_->setToolTip(clear_->accessibleName());
    none_->setProperty("role", "muted");
    auto* choice = new QHBoxLayout;
    choice->setSpacing(8);
    choice->addWidget(label);
    choice->addWidget(none_);
    choice->addStretch();
    choice->addWidget(choose_);
    auto* chosen = new QHBoxLayout;
    chosen->setSpacing(8);
    chosen->addWidget(name_, 1);
    chosen->addWidget(detail_);
    chosen->addWidget(clear_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addLayout(choice);
    column->addLayout(chosen);
    column->addWidget(note_);
}

void ReferenceField::choose() {
    auto* dialog = new QFileDialog(this, tr("Choose a reference recording"), QFileInfo(path_).path(),
                                   tr("Audio (*.wav *.flac *.mp3 *.ogg *.opus *.aiff *.aif)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &ReferenceField::take);
    dialog->open();
}

void ReferenceField::take(const QString& path) {
    setPath(path);
    emit changed();
}

void ReferenceField::setPath(const QString& path) {
    path_ = path;
    const auto none = path.isEmpty();
    none_->setVisible(none);
    name_->setFullText(QFileInfo(path).fileName(), path);
    for (auto* widget : {static_cast<QWidget*>(name_), static_cast<QWidget*>(detail_), static_cast<QWidget*>(clear_)})
        widget->setVisible(!none);
    present({}, {});
    if (!none)
        look();
}

void ReferenceField::look() {
    detail_->setText(tr("looking…"));
    runInBackground(
        this, [file = std::filesystem::path{path_.toStdString()}] { return inspectAudio(file); },
        [this, path = path_](const Outcome<AudioSummary>& seen) {
            if (path != path_)
                return; // another file was chosen meanwhile
            if (!seen.value)
                present({}, QStringLiteral("%1 %2").arg(seen.what, seen.remedy).trimmed());
            else if (seen.value->peak < kSilentPeak)
                present(formatTime(seen.value->durationSeconds()),
                        tr("This recording is silent. Choose one in which something sounds, or none."));
            else
                present(formatTime(seen.value->durationSeconds()), {});
        });
}

void ReferenceField::present(const QString& detail, const QString& problem) {
    problem_ = problem;
    detail_->setText(detail);
    note_->setText(problem);
    note_->setVisible(!problem.isEmpty());
    choose_->setAccessibleDescription(QStringLiteral("%1 %2 %3").arg(path_, detail, problem).trimmed());
    emit looked();
}

void ReferenceField::focusChoice() {
    choose_->setFocus(Qt::OtherFocusReason);
}

} // namespace ottava::ui
