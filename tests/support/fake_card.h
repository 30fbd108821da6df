#pragma once

#include "core/audio/player.h"
#include "core/base/error.h"

#include <QtTest>

#include <algorithm>
#include <atomic>
#include <memory>
#include <mutex>
#include <numeric>
#include <string>
#include <vector>

namespace ottava::test {

inline constexpr std::int64_t kRampFrames = 240; // 5 ms at 48 kHz

/// A sound card that plays when the test says so.
class FakeCard {
public:
    OpenOutput opener() {
        return [this](const OutputFormat& format, OutputClient& client) -> std::unique_ptr<OutputDevice> {
            if (refuses)
                throw Error{ErrorCode::AudioFault, "No device.", "Connect one."};
            const std::scoped_lock lock{mutex_};
            lastFormat = format;
            ++opened;
            client_ = &client;
            return std::make_unique<Device>(*this);
        };
    }

    /// For a panel that builds its own player. The card outlives every player that uses it.
    PlayerOptions options() { return {.open = opener()}; }
    /// From now on it cannot be opened.
    void setRefusing(bool refusing) { refuses = refusing; }
    /// Name that was asked for at the last opening; empty: the default device.
    std::string askedFor() const { return lastFormat.device.value_or(""); }

    /// What comes out in the next `frames`.
    std::vector<float> play(std::int64_t frames) {
        const std::scoped_lock lock{mutex_};
        std::vector<float> out(static_cast<std::size_t>(frames * lastFormat.channels), -9.0F);
        if (client_ != nullptr)
            client_->render(out);
        return out;
    }
    /// Somebody pulls the plug.
    void vanish() {
        const std::scoped_lock lock{mutex_};
        if (client_ != nullptr)
            client_->ended();
    }
    bool isOpen() {
        const std::scoped_lock lock{mutex_};
        return client_ != nullptr;
    }

    std::atomic<bool> refuses = false;
    std::atomic<int> opened = 0;
    OutputFormat lastFormat;

private:
    struct Device : OutputDevice {
        explicit Device(FakeCard& card) : owner(card) {}
        ~Device() override {
            const std::scoped_lock lock{owner.mutex_};
            owner.client_ = nullptr;
        }
        FakeCard& owner;
    };

    std::mutex mutex_;
    OutputClient* client_ = nullptr;
};

/// Mono; the sample of frame n is n + 1, so that silence is never music.
inline std::vector<float> counting(std::int64_t first, std::int64_t count) {
    std::vector<float> samples(static_cast<std::size_t>(count));
    std::iota(samples.begin(), samples.end(), static_cast<float>(first + 1));
    return samples;
}

inline std::shared_ptr<PlaybackTrack> countingTrack(std::int64_t frames, std::int64_t total = 0) {
    auto track = std::make_shared<PlaybackTrack>(std::max(frames, total), 1);
    track->append(counting(0, frames));
    return track;
}

inline std::vector<float> silence(std::int64_t frames) {
    return std::vector<float>(static_cast<std::size_t>(frames), 0.0F);
}

/// Gives way to the feeder until `ready`.
template<class Condition>
bool comesTrue(Condition ready) {
    return QTest::qWaitFor(ready, 10'000);
}

} // namespace ottava::test
