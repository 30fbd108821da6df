#include "ui/edit/source_lane.h"

#include "ui/edit/region_view.h"
#include "ui/playback/take_facts.h"
#include "ui/playback/time_text.h"
#include "ui/widgets/background.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/icons.h"

#include <QDragEnterEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QStyle>
#include <QToolButton>
#include <QUrl>
#include <QVBoxLayout>

namespace ottava::ui {

namespace {

/// The one file that is being dragged; empty: not one file.
QString draggedFile(const QMimeData* data) {
    const auto urls = data->urls();
    return urls.size() == 1 ? urls.front().toLocalFile() : QString();
}

} // namespace

SourceLane::SourceLane(QWidget* parent, PlayerOptions player)
    : QFrame(parent),
      player_(std::move(player)),
      name_(new ElidedLabel(this)),
      length_(new QLabel(this)),
      problem_(new QLabel(this)),
      note_(new QLabel(this)),
      choose_(new QPushButton(icon(QStringLiteral("folder")), tr("Choose…"), this)),
      play_(new QToolButton(this)),
      view_(new RegionView(this)) {
    setObjectName(QStringLiteral("sourceLane"));
    setProperty("role", "lane");
    setAccessibleName(tr("Source"));
    setAcceptDrops(true);
    layOut();
    connectPlayer();
    connect(choose_, &QPushButton::clicked, this, &SourceLane::chooseFile);
    showNote();
}

void SourceLane::layOut() {
    name_->setProperty("role", "heading");
    name_->setFullText(tr("Source"));
    length_->setProperty("role", "muted");
    choose_->setObjectName(QStringLiteral("chooseSource"));
    choose_->setAccessibleName(tr("Choose the recording to change"));
    play_->setObjectName(QStringLiteral("playSource"));
    play_->setProperty("role", "flat");
    play_->setIcon(icon(QStringLiteral("play")));
    play_->setAccessibleName(tr("Play or pause the source"));
    play_->hide();
    view_->setObjectName(QStringLiteral("sourceView"));
    view_->hide();
    problem_->setObjectName(QStringLiteral("sourceProblem"));
    problem_->setProperty("role", "problem");
    note_->setObjectName(QStringLiteral("sourceNote"));
    note_->setProperty("role", "muted");
    auto* head = new QHBoxLayout;
    head->setSpacing(6);
    head->addWidget(play_);
    head->addWidget(name_, 1);
    head->addWidget(length_);
    head->addWidget(choose_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(10, 8, 10, 10);
    column->setSpacing(8);
    column->addLayout(head);
    column->addWidget(view_);
    for (auto* label : {problem_, note_}) {
        label->setWordWrap(true);
        label->hide();
        column->addWidget(label);
    }
}

void SourceLane::connectPlayer() {
    connect(play_, &QToolButton::clicked, &player_, &TakePlayer::togglePlay);
    connect(view_, &RegionView::playRequested, &player_, &TakePlayer::togglePlay);
    connect(view_, &RegionView::seekRequested, &player_, &TakePlayer::seek);
    connect(&player_, &TakePlayer::positionChanged, view_, &RegionView::setPosition);
    connect(&player_, &TakePlayer::fault, this, &SourceLane::message);
    connect(&player_, &TakePlayer::playingChanged, this, [this](bool playing) {
        play_->setIcon(icon(playing ? QStringLiteral("pause") : QStringLiteral("play")));
        emit playingChanged(playing);
    });
}

void SourceLane::showReading(const QString& name) {
    problem_->hide();
    note_->setText(tr("Reading %1…").arg(name));
    note_->show();
}

template<class Read>
void SourceLane::open(const QString& name, Read read) {
    ++asked_;
    emit asked();
    showReading(name);
    runInBackground(this, std::move(read), [this, asked = asked_](Outcome<EditSource> outcome) {
        if (asked != asked_)
            return;
        if (outcome.value)
            take(std::move(*outcome.value));
        else
            showProblem(outcome.what, outcome.remedy);
    });
}

void SourceLane::openFile(const std::filesystem::path& file) {
    open(toQString(file.filename()), [file] { return readEditSource(file); });
}

void SourceLane::openTakeOrFile(const std::filesystem::path& file) {
    open(toQString(file.filename()), [file] {
        const auto take = TakeLibrary::takeOf(file);
        return take ? readEditSource(*take) : readEditSource(file);
    });
}

void SourceLane::openTake(const StoredTake& take) {
    if (!take.problem.empty())
        return showProblem(QString::fromStdString(take.problem), tr("Choose another take."));
    open(takeTitle(take), [take] { return readEditSource(take); });
}

void SourceLane::clear(const QString& what, const QString& remedy) {
    ++asked_;
    emit asked();
    player_.setTrack(nullptr);
    source_.reset();
    view_->clear();
    name_->setFullText(tr("Source"));
    length_->clear();
    for (auto* widget : {static_cast<QWidget*>(play_), static_cast<QWidget*>(view_)})
        widget->hide();
    showProblem(what, remedy);
    problem_->setVisible(!what.isEmpty());
    emit cleared();
}

void SourceLane::chooseFile() {
    auto* dialog =
        new QFileDialog(this, tr("Choose a recording"), {}, tr("Audio (*.wav *.flac *.mp3 *.ogg *.opus *.aiff *.aif)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& file) { openFile(toPath(file)); });
    dialog->open();
}

void SourceLane::take(EditSource source) {
    view_->setSource(std::move(source.overview), source.track->totalFrames(), source.track->sampleRate());
    player_.setTrack(source.track);
    name_->setFullText(source.name);
    length_->setText(clockText(source.seconds));
    length_->setAccessibleName(tr("Length: %1").arg(length_->text()));
    source_ = std::move(source);
    for (auto* widget : {static_cast<QWidget*>(play_), static_cast<QWidget*>(view_)})
        widget->show();
    problem_->hide();
    showNote();
    emit sourceChanged();
    emit answered();
}

void SourceLane::showProblem(const QString& what, const QString& remedy) {
    problem_->setText(remedy.isEmpty() ? what : what + QLatin1Char(' ') + remedy);
    problem_->setAccessibleName(problem_->text());
    problem_->show();
    showNote();
    emit answered();
}

void SourceLane::setLongest(double seconds) {
    longest_ = seconds;
    showNote();
}

void SourceLane::showNote() {
    if (!source_)
        note_->setText(tr("Choose a recording, drop one here, or press Use as source in a take's menu."));
    else if (longest_ > 0 && source_->wholeSeconds > longest_)
        note_->setText(tr("Only the first %1 are used: this machine's limit.").arg(clockText(longest_)));
    else
        note_->clear();
    note_->setVisible(!note_->text().isEmpty());
}

void SourceLane::setDropping(bool dropping) {
    setProperty("dropping", dropping);
    style()->unpolish(this);
    style()->polish(this);
}

void SourceLane::dragEnterEvent(QDragEnterEvent* event) {
    if (draggedFile(event->mimeData()).isEmpty())
        return;
    event->setDropAction(Qt::CopyAction);
    event->accept();
    setDropping(true);
}

void SourceLane::dragLeaveEvent(QDragLeaveEvent*) {
    setDropping(false);
}

void SourceLane::dropEvent(QDropEvent* event) {
    setDropping(false);
    const auto file = draggedFile(event->mimeData());
    if (file.isEmpty())
        return;
    event->setDropAction(Qt::CopyAction);
    event->accept();
    openFile(toPath(file));
}

} // namespace ottava::ui
