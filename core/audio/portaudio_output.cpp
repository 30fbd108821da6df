#include "core/audio/portaudio_output.h"

#include "core/audio/alsa.h"
#include "core/base/error.h"

#include <fmt/format.h>
#include <portaudio.h>

#include <cstdlib>
#include <mutex>

namespace ottava {
namespace {

/// PortAudio's functions are for one thread at a time, whichever player calls them.
std::mutex& portAudioMutex() {
    static std::mutex mutex;
    return mutex;
}

std::string reason(PaError code) {
    if (code == paUnanticipatedHostError)
        if (const auto* host = Pa_GetLastHostErrorInfo(); host != nullptr && host->errorText != nullptr)
            return host->errorText;
    return Pa_GetErrorText(code);
}

[[noreturn]] void refuseWithoutDevice() {
    throw Error{ErrorCode::AudioFault, sentence("This machine has no audio output device."),
                sentence("Connect one and try again; takes can still be exported and dragged out.")};
}

/// PortAudio switched on. It looks for devices only when it starts, so nobody holds one longer than needed. The mutex
/// must be held.
class Session {
public:
    Session() {
        logAlsaMessages();
        if (!alsaHasDefaultOutput())
            refuseWithoutDevice();
        // Lets ALSA convert rate and channels for cards that cannot; a choice the user made is kept.
        ::setenv("PA_ALSA_PLUGHW", "1", /*replace=*/0);
        if (const auto code = Pa_Initialize(); code != paNoError)
            throw Error{ErrorCode::AudioFault, sentence("The sound system does not start: {}.", reason(code)),
                        sentence("Check the system's sound settings; takes can still be exported.")};
    }
    ~Session() { Pa_Terminate(); }
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;
};

PaDeviceIndex deviceNamed(const std::string& name) {
    for (PaDeviceIndex index = 0; index < Pa_GetDeviceCount(); ++index)
        if (const auto* info = Pa_GetDeviceInfo(index); info->maxOutputChannels > 0 && info->name == name)
            return index;
    throw Error{ErrorCode::AudioFault, sentence("The audio device '{}' is not there.", name),
                sentence("Plug it in, or choose another output device in Settings.")};
}

PaDeviceIndex deviceFor(const OutputFormat& format) {
    if (format.device)
        return deviceNamed(*format.device);
    const auto index = Pa_GetDefaultOutputDevice();
    if (index == paNoDevice)
        refuseWithoutDevice();
    return index;
}

int onBlock(const void* /*input*/, void* output, unsigned long frames, const PaStreamCallbackTimeInfo* /*time*/,
            PaStreamCallbackFlags /*flags*/, void* data) noexcept;
void onEnd(void* data) noexcept;

class PortAudioOutput : public OutputDevice {
public:
    PortAudioOutput(const OutputFormat& format, OutputClient& client)
        : client_(client), channels_(static_cast<std::size_t>(format.channels)) {
        const auto device = deviceFor(format);
        const PaStreamParameters parameters{.device = device,
                                            .channelCount = format.channels,
                                            .sampleFormat = paFloat32,
                                            .suggestedLatency = Pa_GetDeviceInfo(device)->defaultHighOutputLatency,
                                            .hostApiSpecificStreamInfo = nullptr};
        auto code = Pa_OpenStream(&stream_, nullptr, &parameters, format.sampleRate, paFramesPerBufferUnspecified,
                                  paNoFlag, &onBlock, this);
        if (code == paNoError) {
            Pa_SetStreamFinishedCallback(stream_, &onEnd);
            code = Pa_StartStream(stream_);
        }
        if (code == paNoError)
            return;
        const auto message =
            sentence("The audio device '{}' cannot be opened: {}.", Pa_GetDeviceInfo(device)->name, reason(code));
        if (stream_ != nullptr)
            Pa_CloseStream(stream_);
        throw Error{ErrorCode::AudioFault, message,
                    sentence("Close other programs that use it, or choose another output device in Settings.")};
    }

    ~PortAudioOutput() override {
        const std::scoped_lock lock{portAudioMutex()};
        // A device that vanished has nothing left to play out and may never answer.
        if (Pa_IsStreamActive(stream_) == 1)
            Pa_StopStream(stream_);
        else
            Pa_AbortStream(stream_);
        Pa_CloseStream(stream_);
        session_.reset();
    }
    PortAudioOutput(const PortAudioOutput&) = delete;
    PortAudioOutput& operator=(const PortAudioOutput&) = delete;

    void render(float* out, std::size_t frames) noexcept { client_.render({out, frames * channels_}); }
    void ended() noexcept { client_.ended(); }

private:
    OutputClient& client_;
    std::size_t channels_;
    std::optional<Session> session_{std::in_place};
    PaStream* stream_ = nullptr;
};

int onBlock(const void* /*input*/, void* output, unsigned long frames, const PaStreamCallbackTimeInfo* /*time*/,
            PaStreamCallbackFlags /*flags*/, void* data) noexcept {
    static_cast<PortAudioOutput*>(data)->render(static_cast<float*>(output), frames);
    return paContinue;
}

void onEnd(void* data) noexcept {
    static_cast<PortAudioOutput*>(data)->ended();
}

} // namespace

std::vector<AudioDevice> outputDevices() {
    const std::scoped_lock lock{portAudioMutex()};
    std::vector<AudioDevice> devices;
    if (!alsaHasDefaultOutput())
        return devices;
    const Session session;
    const auto chosen = Pa_GetDefaultOutputDevice();
    for (PaDeviceIndex index = 0; index < Pa_GetDeviceCount(); ++index)
        if (const auto* info = Pa_GetDeviceInfo(index); info->maxOutputChannels > 0)
            devices.push_back({.index = index, .name = info->name, .isDefault = index == chosen});
    return devices;
}

std::unique_ptr<OutputDevice> openPortAudio(const OutputFormat& format, OutputClient& client) {
    const std::scoped_lock lock{portAudioMutex()};
    return std::make_unique<PortAudioOutput>(format, client);
}

} // namespace ottava
