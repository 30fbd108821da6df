#pragma once

#include "core/audio/audio_file.h"
#include "core/library/take_library.h"

#include <QTemporaryDir>

#include <cmath>
#include <string>
#include <vector>

namespace ottava::test {

/// A tone, interleaved stereo at 48 kHz.
inline std::vector<float> tone(std::int64_t frames, float level = 0.5F) {
    std::vector<float> samples(static_cast<std::size_t>(frames) * 2);
    for (std::size_t i = 0; i < samples.size(); ++i)
        samples[i] = level * static_cast<float>(std::sin(static_cast<double>(i / 2) * 0.05));
    return samples;
}

/// A home of its own for settings and state, and a library to put takes into.
class TakeFixture {
public:
    TakeFixture() : library_(path() / "library") {
        qputenv("XDG_CONFIG_HOME", (path() / "config").string().c_str());
        qputenv("XDG_STATE_HOME", (path() / "state").string().c_str());
        std::filesystem::create_directories(exports());
        std::filesystem::create_directories(path() / "config" / "ottava");
    }

    std::filesystem::path path() const { return dir_.path().toStdString(); }
    std::filesystem::path exports() const { return path() / "exports"; }
    const TakeLibrary& library() const { return library_; }

    StoredTake add(const std::string& title, std::int64_t frames = 4'800, std::int64_t seed = 7) const {
        const auto folder = library_.createTakeFolder(title);
        writeAudio(folder / "audio.wav", AudioBuffer{.samples = tone(frames)}, AudioFormat::Wav32);
        TakeRecord record;
        record.title = title;
        record.requestJson = R"({"bpm": 120, "keyscale": "A minor", "inference_steps": 8})";
        record.seed = seed;
        record.durationSeconds = static_cast<double>(frames) / 48'000;
        record.models = {{"dit", "acestep-v15-turbo"}};
        writeSidecar(folder, record);
        return TakeLibrary::read(folder);
    }

private:
    QTemporaryDir dir_;
    TakeLibrary library_;
};

} // namespace ottava::test
