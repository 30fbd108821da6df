#pragma once

#include "core/audio/level_meter.h"
#include "core/audio/output_device.h"
#include "core/audio/playback_feed.h"
#include "core/audio/playback_track.h"
#include "core/audio/portaudio_output.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ottava {

struct PlayerOptions {
    double bufferSeconds = 0.3; ///< how far reading runs ahead of the device
    OpenOutput open = openPortAudio;
};

/// Plays one track at a time through PortAudio: a feeder thread keeps a lock-free ring full, the device's callback
/// only copies from it. All functions are for one controlling thread (the GUI's) and never wait for the device longer
/// than opening it takes, or than closing the one before. Everything but `play` works on a machine without a device.
class Player {
public:
    enum class State { Stopped, Playing, Paused };

    explicit Player(PlayerOptions options = {});
    ~Player();
    Player(const Player&) = delete;
    Player& operator=(const Player&) = delete;

    /// As `outputDevices`.
    static std::vector<AudioDevice> devices();
    /// The device to use from the next play out of Stopped on; unset: the default one.
    void setDevice(std::optional<std::string> name);

    /// Puts `track` under the needle at frame 0, stopped and without a loop. Null takes the track away.
    void setTrack(std::shared_ptr<const PlaybackTrack> track);
    /// Starts or goes on; does nothing without a track. At the edge of a track that still grows it waits for more.
    /// Throws Error (AudioFault) when no device can be opened; the state is then as before.
    void play();
    /// Fades out within 5 ms and holds the position.
    void pause();
    /// Back to frame 0; the device is let go. So it is at the end of the track.
    void stop();
    void seek(std::int64_t frame);
    /// Frames [first, second) again and again; cut to the track. Unset: on to the end.
    void setLoop(std::optional<FrameRange> range);
    void setVolume(float linear); ///< 0 to 1

    State state() const;
    /// The track's frame that goes to the device next.
    std::int64_t positionFrames() const;
    /// Of what is sounding now, before the volume; silence unless it plays.
    Levels levels() const;
    /// How often the device ran dry since the player exists. Waiting for a track to grow does not count.
    std::int64_t underruns() const;

    /// Fault of the running stream (a device that vanished), once; playing has then been paused at its position.
    std::optional<std::string> takeFault();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace ottava
