#pragma once

#include "core/audio/audio_buffer.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace ottava {

/// An output device of this machine.
struct AudioDevice {
    int index = -1;
    std::string name;
    bool isDefault = false;
};

/// Audio that a player plays and that may still be growing: tiles are appended while earlier ones sound.
/// Any thread may append; the player's feeder thread reads.
class PlaybackTrack {
public:
    /// `totalFrames`: the length it will have when complete.
    explicit PlaybackTrack(std::int64_t totalFrames, int channels = 2, int sampleRate = 48'000);
    ~PlaybackTrack();

    void append(std::span<const float> samples);
    /// Replaces the content from the beginning (the finished, normalised take).
    void replace(std::span<const float> samples);

    std::int64_t totalFrames() const;
    std::int64_t availableFrames() const;
    int channels() const;
    int sampleRate() const;
    /// Copies up to out.size() samples from `frame` on; returns how many.
    std::size_t read(std::int64_t frame, std::span<float> out) const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// Levels of what is sounding now, per channel, dBFS; −inf is silence. Loudness in LUFS, unset until there is enough.
struct Levels {
    std::vector<float> peakDb;
    std::optional<double> shortTermLufs;
    std::optional<double> truePeakDb; ///< highest so far, dBTP
};

/// Plays one track at a time through PortAudio: a feeder thread keeps a lock-free ring full, the device's callback
/// only copies from it. All functions are for one controlling thread (the GUI's) and never wait for the device longer
/// than opening it takes.
class Player {
public:
    enum class State { Stopped, Playing, Paused };

    Player();
    ~Player();
    Player(const Player&) = delete;
    Player& operator=(const Player&) = delete;

    static std::vector<AudioDevice> devices();
    /// The device to use from the next play on; unset: the default one.
    void setDevice(std::optional<std::string> name);

    /// Puts `track` under the needle at frame 0, stopped.
    void setTrack(std::shared_ptr<PlaybackTrack> track);
    /// Starts or goes on. Throws Error (AudioFault) when no device can be opened.
    void play();
    void pause();
    void stop();
    void seek(std::int64_t frame);
    void setLoop(std::optional<std::pair<std::int64_t, std::int64_t>> range);
    void setVolume(float linear); ///< 0 to 1

    State state() const;
    std::int64_t positionFrames() const; ///< what is heard now
    Levels levels() const;
    std::int64_t underruns() const;

    /// Fault of the running stream (a device that vanished), once; playing has then been paused at its position.
    std::optional<std::string> takeFault();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace ottava
