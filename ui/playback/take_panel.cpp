#include "ui/playback/take_panel.h"

#include "ui/playback/drag_handle.h"
#include "ui/playback/level_meter.h"
#include "ui/playback/take_exporter.h"
#include "ui/playback/take_loader.h"
#include "ui/playback/take_page.h"
#include "ui/playback/transport_bar.h"
#include "ui/playback/waveform_view.h"
#include "ui/widgets/background.h"

#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace ottava::ui {

/// A take that is being decoded.
struct TakePanel::Growing {
    int item;
    QString title;
    std::shared_ptr<PlaybackTrack> track;
    Overview overview;               ///< while it waits; once it is shown the waveform has its own
    std::optional<StoredTake> whole; ///< finished, but not shown as such yet
};

TakePanel::TakePanel(QWidget* parent, PlayerOptions options)
    : QFrame(parent),
      player_(std::move(options)),
      exporter_(new TakeExporter(this)),
      pages_(new QStackedWidget(this)),
      page_(new TakePage(exporter_->files(), this)) {
    setProperty("role", "panel");
    setAccessibleName(tr("Take"));
    pages_->addWidget(makeEmptyTakePage(this));
    pages_->addWidget(page_);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(pages_);
    connectPlayer();
    connectPage();
    connect(exporter_, &TakeExporter::done, page_, &TakePage::setNote);
    connect(exporter_, &TakeExporter::failed, this, &TakePanel::message);
    clear();
}

void TakePanel::connectPlayer() {
    connect(&player_, &TakePlayer::positionChanged, this, [this](qint64 frame) {
        page_->wave->setPosition(frame);
        updateTimes();
    });
    connect(&player_, &TakePlayer::levelsChanged, page_->meter, &LevelMeter::setLevels);
    connect(&player_, &TakePlayer::playingChanged, this, [this](bool playing) {
        page_->transport->setPlaying(playing);
        if (!playing)
            page_->meter->settle();
        emit playingChanged(playing);
    });
    connect(&player_, &TakePlayer::fault, this, &TakePanel::message);
}

void TakePanel::connectPage() {
    auto* transport = page_->transport;
    connect(transport, &TransportBar::playPressed, this, &TakePanel::togglePlay);
    connect(transport, &TransportBar::stopPressed, &player_, &TakePlayer::stop);
    connect(transport, &TransportBar::startPressed, this, &TakePanel::seekToStart);
    connect(transport, &TransportBar::endPressed, this, &TakePanel::seekToEnd);
    connect(transport, &TransportBar::loopChanged, this, &TakePanel::updateLoop);
    connect(transport, &TransportBar::gainChanged, this, [this](double gain) {
        player_.setVolume(gain);
        emit volumeChanged(gain);
    });
    connect(transport, &TransportBar::deviceChosen, this, [this](const QString& name) {
        player_.setDevice(name);
        emit audioDeviceChosen(name);
    });
    connect(page_->wave, &WaveformView::seekRequested, &player_, &TakePlayer::seek);
    connect(page_->wave, &WaveformView::selectionChanged, this, &TakePanel::updateLoop);
    connect(page_->wave, &WaveformView::playRequested, this, &TakePanel::togglePlay);
    connect(page_->exportButton, &QPushButton::clicked, this, &TakePanel::exportTake);
    connect(page_->copyButton, &QPushButton::clicked, this, &TakePanel::copyTakeAsFile);
    connect(page_, &TakePage::againRequested, this, &TakePanel::againRequested);
    connect(page_, &TakePage::editRequested, this, &TakePanel::editRequested);
    connect(page_->handle, &DragHandle::copyRequested, this, &TakePanel::copyTakeAsFile);
    connect(page_->waitingButton, &QPushButton::clicked, this, &TakePanel::showWaiting);
}

void TakePanel::setVolume(double linear) {
    page_->transport->setGain(linear);
    player_.setVolume(linear);
}

void TakePanel::setAudioDevice(const QString& name) {
    page_->transport->setDevice(name);
    player_.setDevice(name);
}

void TakePanel::beginTake(int item, std::int64_t totalFrames, const QString& title) {
    auto begun = std::make_shared<Growing>(Growing{.item = item,
                                                   .title = title,
                                                   .track = std::make_shared<PlaybackTrack>(totalFrames),
                                                   .overview = Overview(2),
                                                   .whole = {}});
    if (!player_.isPlaying())
        return showGrowing(std::move(begun));
    waiting_ = std::move(begun);
    page_->waitingButton->setText(tr("New take: show it"));
    page_->waitingButton->setToolTip(title);
    page_->waitingButton->show();
}

std::shared_ptr<TakePanel::Growing> TakePanel::growingOf(int item) const {
    if (waiting_ && waiting_->item == item)
        return waiting_;
    return growing_ && growing_->item == item ? growing_ : nullptr;
}

void TakePanel::appendAudio(const AudioChunk& chunk) {
    const auto growing = growingOf(chunk.item);
    if (!growing || growing->whole || chunk.firstFrame != growing->track->availableFrames())
        return;
    growing->track->append(*chunk.samples);
    if (growing != growing_)
        return growing->overview.append(*chunk.samples);
    page_->wave->append(*chunk.samples);
    const auto percent = 100 * growing->track->availableFrames() / std::max<std::int64_t>(1, chunk.totalFrames);
    page_->setState(percent < 100 ? tr("decoding %1 %").arg(percent) : tr("saving"));
}

void TakePanel::showGrowing(std::shared_ptr<Growing> growing) {
    ++shown_;
    stored_.reset();
    growing_ = std::move(growing);
    const auto total = growing_->track->totalFrames();
    page_->wave->reset(total);
    page_->wave->setOverview(std::move(growing_->overview), total);
    player_.setTrack(growing_->track);
    page_->meter->reset();
    page_->transport->setHasTake(true);
    page_->handle->setTake(std::nullopt);
    page_->setComplete(false);
    page_->setTitle(growing_->title);
    page_->setState(tr("decoding"));
    page_->setFacts({}, {});
    page_->setNote({});
    pages_->setCurrentWidget(page_);
    updateTimes();
    updateLoop();
}

void TakePanel::abandonTake() {
    page_->waitingButton->setVisible(waiting_ && waiting_->whole);
    if (waiting_ && !waiting_->whole)
        waiting_.reset();
    if (growing_ && !growing_->whole)
        clear();
}

void TakePanel::showWaiting() {
    page_->waitingButton->hide();
    const auto waiting = std::exchange(waiting_, nullptr);
    if (waiting && waiting->whole)
        showTake(*waiting->whole);
    else if (waiting)
        showGrowing(waiting);
}

void TakePanel::load(const StoredTake& take, std::shared_ptr<PlaybackTrack> growing,
                     std::function<void(LoadedTake&)> done) {
    runInBackground(
        this, [take, growing] { return loadTake(take, growing); },
        [this, request = shown_, done = std::move(done)](Outcome<LoadedTake> outcome) {
            if (request != shown_)
                return;
            if (outcome.value)
                return done(*outcome.value);
            page_->setState({});
            emit message(outcome.what, outcome.remedy);
        });
}

void TakePanel::finishTake(int item, const StoredTake& take) {
    const auto growing = growingOf(item);
    if (!growing)
        return;
    growing->whole = take;
    if (growing == growing_)
        load(take, growing->track, [this, take](LoadedTake& loaded) { completeShown(take, loaded); });
}

void TakePanel::completeShown(const StoredTake& take, LoadedTake& loaded) {
    growing_.reset();
    if (player_.track() != loaded.track)
        return showLoaded(take, loaded);
    page_->wave->setOverview(std::move(loaded.overview), loaded.track->totalFrames());
    describe(take, loaded);
}

void TakePanel::showTake(const StoredTake& take) {
    showThen(take, [] {});
}

void TakePanel::playTake(const StoredTake& take) {
    showThen(take, [this] { player_.play(); });
}

void TakePanel::showThen(const StoredTake& take, std::function<void()> then) {
    if (!take.problem.empty())
        return emit message(QString::fromStdString(take.problem), tr("Choose another take."));
    ++shown_;
    load(take, nullptr, [this, take, then = std::move(then)](LoadedTake& loaded) {
        showLoaded(take, loaded);
        then();
    });
}

void TakePanel::showLoaded(const StoredTake& take, LoadedTake& loaded) {
    growing_.reset();
    const auto& track = *loaded.track;
    page_->wave->reset(track.totalFrames(), track.channels(), track.sampleRate());
    page_->wave->setOverview(std::move(loaded.overview), track.totalFrames());
    player_.setTrack(loaded.track);
    page_->meter->reset();
    page_->transport->setHasTake(true);
    pages_->setCurrentWidget(page_);
    describe(take, loaded);
    updateLoop();
}

void TakePanel::describe(const StoredTake& take, const LoadedTake& loaded) {
    stored_ = take;
    page_->setTitle(takeTitle(take));
    page_->setState({});
    page_->setNote({});
    page_->setFacts(loaded.facts, recipeText(loaded.recipe));
    page_->setComplete(true);
    page_->handle->setTake(takeFileOf(take));
    updateTimes();
}

void TakePanel::clear() {
    ++shown_;
    stored_.reset();
    growing_.reset();
    player_.setTrack(nullptr);
    page_->wave->reset(0);
    page_->meter->reset();
    page_->transport->setHasTake(false);
    page_->handle->setTake(std::nullopt);
    page_->setComplete(false);
    pages_->setCurrentIndex(0);
}

} // namespace ottava::ui
