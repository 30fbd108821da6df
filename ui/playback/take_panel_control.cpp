// What can be pressed in TakePanel: playing, seeking, taking the take out of the program.
#include "ui/playback/take_exporter.h"
#include "ui/playback/take_page.h"
#include "ui/playback/take_panel.h"
#include "ui/playback/transport_bar.h"
#include "ui/playback/waveform_view.h"

namespace ottava::ui {

std::optional<TimeSpan> TakePanel::selection() const {
    const auto range = page_->wave->selection();
    if (!range)
        return std::nullopt;
    return TimeSpan{page_->wave->seconds(range->first), page_->wave->seconds(range->second)};
}

void TakePanel::togglePlay() {
    const auto range = page_->wave->selection();
    const auto at = player_.position();
    if (!player_.isPlaying() && range && (at < range->first || at >= range->second))
        player_.seek(range->first);
    player_.togglePlay();
}

void TakePanel::toggleLoop() {
    page_->transport->setLoop(!page_->transport->loop());
}

void TakePanel::updateLoop() {
    if (!page_->transport->loop())
        return player_.setLoop(std::nullopt);
    player_.setLoop(page_->wave->selection().value_or(FrameRange{0, page_->wave->totalFrames()}));
}

void TakePanel::updateTimes() {
    const auto* wave = page_->wave;
    page_->transport->setTimes(wave->seconds(player_.position()), wave->seconds(wave->totalFrames()));
}

void TakePanel::exportTake() {
    if (stored_)
        exporter_->openDialog(*stored_);
}

void TakePanel::copyTakeAsFile() {
    if (stored_)
        exporter_->copyFile(*stored_);
}

void TakePanel::seekBy(double seconds) {
    const auto* wave = page_->wave;
    if (wave->totalFrames() > 0)
        page_->wave->seekTo(player_.position() + std::llround(seconds * wave->sampleRate()));
}

void TakePanel::seekToStart() {
    page_->wave->seekTo(0);
}

void TakePanel::seekToEnd() {
    page_->wave->seekTo(page_->wave->totalFrames());
}

} // namespace ottava::ui
