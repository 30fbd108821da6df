#include "core/engine/bench_leak.h"

#include "core/engine/process_memory.h"
#include "core/nn/tensor_memory.h"

#include <unistd.h>

#include <filesystem>

namespace ottava {
namespace {

constexpr double kMegabyte = 1e6, kKilobytesPerMegabyte = 1e3;

/// A folder for takes that nobody keeps.
class ScratchFolder {
public:
    ScratchFolder() : path_(std::filesystem::temp_directory_path() / ("ottava-leak-" + std::to_string(::getpid()))) {
        std::filesystem::create_directories(path_);
    }
    ~ScratchFolder() {
        std::error_code ignored; // a leftover in the temporary folder harms nobody
        std::filesystem::remove_all(path_, ignored);
    }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

Request shortSong(int index) {
    Request request;
    request.caption = "a short song, again and again";
    request.lyrics = "[Verse]\nover and over";
    request.duration = 10;
    request.inferenceSteps = 2;
    request.batchSize = 1;
    request.seeds = {index};
    return request;
}

double tensorMb() {
    return static_cast<double>(tensor_memory::cardBytes()) / kMegabyte;
}

double slopeOfSecondHalf(const std::vector<double>& values) {
    const std::vector<double> half(values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
    return half.size() < 2 ? 0 : leastSquaresSlope(half) * kKilobytesPerMegabyte;
}

} // namespace

double leastSquaresSlope(const std::vector<double>& values) {
    const auto count = static_cast<double>(values.size());
    double sumX = 0, sumY = 0, sumXY = 0, sumXX = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto x = static_cast<double>(i);
        sumX += x;
        sumY += values[i];
        sumXY += x * values[i];
        sumXX += x * x;
    }
    return (count * sumXY - sumX * sumY) / (count * sumXX - sumX * sumX);
}

LeakReport benchLeak(const EngineSettings& settings, int songs, const std::function<void(int)>& onSong,
                     const std::stop_token& stop) {
    Engine engine{settings};
    const ScratchFolder folder;
    LeakReport report;
    for (int song = 0; song < songs; ++song) {
        const auto result = engine.generate(shortSong(song), folder.path(), {}, stop);
        for (const auto& take : result.takes)
            std::filesystem::remove_all(take.audio.parent_path());
        report.rssMb.push_back(rssMb());
        report.heapMb.push_back(heapMb());
        report.tensorMb.push_back(tensorMb());
        onSong(song + 1);
    }
    report.rssSlopeKb = slopeOfSecondHalf(report.rssMb);
    report.heapSlopeKb = slopeOfSecondHalf(report.heapMb);
    report.tensorSlopeKb = slopeOfSecondHalf(report.tensorMb);
    engine.releaseModels();
    report.releasedTensorMb = tensorMb();
    return report;
}

} // namespace ottava
