#include "ui/engine/audio_feed.h"

#include "core/base/units.h"

#include <algorithm>
#include <utility>

namespace ottava::ui {

namespace {

constexpr std::int64_t kPieceFrames = kSampleRate;

/// Frames [first, last) of the chunk, counted from its beginning.
AudioChunk cut(const AudioChunk& chunk, std::int64_t first, std::int64_t last) {
    const auto begin = chunk.samples->begin() + first * kChannels;
    const auto end = chunk.samples->begin() + last * kChannels;
    return {.item = chunk.item,
            .firstFrame = chunk.firstFrame + first,
            .totalFrames = chunk.totalFrames,
            .samples = std::make_shared<const std::vector<float>>(begin, end)};
}

} // namespace

AudioFeed::AudioFeed(QObject* parent) : QObject(parent) {
    connect(&timer_, &QTimer::timeout, this, [this] { handOn(); });
}

void AudioFeed::push(const AudioChunk& chunk, const QString& title) {
    const auto frames = static_cast<std::int64_t>(chunk.samples->size()) / kChannels;
    for (std::int64_t first = 0; first < frames; first += kPieceFrames) {
        const auto last = std::min(frames, first + kPieceFrames);
        then([this, chunk, first, last, title] { emit piece(cut(chunk, first, last), title); });
    }
}

void AudioFeed::then(std::function<void()> action) {
    turns_.push_back(std::move(action));
    if (!timer_.isActive())
        timer_.start(0); // runs between the window's own events
}

void AudioFeed::handOn() {
    if (turns_.empty())
        return timer_.stop();
    const auto action = std::move(turns_.front());
    turns_.pop_front();
    action();
}

} // namespace ottava::ui
