#pragma once

#include "core/audio/player.h"
#include "core/base/error.h"

#include <memory>
#include <mutex>
#include <vector>

namespace ottava::test {

/// A sound card that plays when the test says so. Outlives every player that uses it.
class FakeCard {
public:
    PlayerOptions options() {
        return {.open = [this](const OutputFormat& format, OutputClient& client) { return open(format, client); }};
    }
    /// From now on it cannot be opened.
    void setRefusing(bool refusing) { refusing_ = refusing; }

    /// Takes what comes out in the next `frames`.
    void play(std::int64_t frames) {
        const std::scoped_lock lock{mutex_};
        std::vector<float> out(static_cast<std::size_t>(frames * channels_));
        if (client_ != nullptr)
            client_->render(out);
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
    /// Name that was asked for at the last opening; empty: the default device.
    const std::string& askedFor() const { return askedFor_; }

private:
    struct Device : OutputDevice {
        explicit Device(FakeCard& card) : owner(card) {}
        ~Device() override {
            const std::scoped_lock lock{owner.mutex_};
            owner.client_ = nullptr;
        }
        FakeCard& owner;
    };

    std::unique_ptr<OutputDevice> open(const OutputFormat& format, OutputClient& client) {
        if (refusing_)
            throw Error{ErrorCode::AudioFault, "No audio device was found.", "Connect one."};
        const std::scoped_lock lock{mutex_};
        channels_ = format.channels;
        askedFor_ = format.device.value_or("");
        client_ = &client;
        return std::make_unique<Device>(*this);
    }

    bool refusing_ = false;
    int channels_ = 2;
    std::string askedFor_;
    std::mutex mutex_;
    OutputClient* client_ = nullptr;
};

} // namespace ottava::test
