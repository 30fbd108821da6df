#pragma once

#include "core/engine/engine.h"

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace ottava {

enum class BenchSize { Tiny, TwoB, Xl };
/// Language models of 0.6, 1.7 and 4 billion parameters.
enum class BenchLm { None, Small, Medium, Large };

struct BenchOptions {
    BenchSize size = BenchSize::TwoB;
    double seconds = 30; ///< of music
    int steps = 8;
    int batch = 1;
    BenchLm lm = BenchLm::None;
    bool ditOnly = false; ///< the diffusion transformer's stages alone
    bool byLayer = false; ///< layers of the transformer visit the device: settings with offload
    bool sweep = false;   ///< instead of a song: steps of all lengths and batches
};

struct BenchStage {
    std::string name;
    int repeats = 1;
    double medianSeconds = 0, lowestSeconds = 0, highestSeconds = 0; ///< of one repeat
    double totalSeconds = 0;
};

/// How far the run's precision is from fp32 on the same weights and inputs.
struct BenchDistance {
    std::string module;
    double cosine = 0, snrDb = 0;
};

/// Decoding with the head restricted to audio codes, after a prompt of 500 tokens.
struct BenchDecode {
    int rows = 1;               ///< 2: with guidance
    double tokensPerSecond = 0; ///< steps a second: median
    double bestTokensPerSecond = 0;
    double weightGbPerSecond = 0; ///< weights read, in the fastest step
};

/// What a step costs without and with one option.
struct BenchGain {
    std::string option;
    double secondsWithout = 0, secondsWith = 0;
};

/// One step of `batch` songs of a length.
struct BenchPoint {
    int musicSeconds = 0, batch = 1;
    double stepSeconds = 0;
    double memoryMb = 0; ///< beside the weights, foretold
    bool measured = false;
};

struct BenchReport {
    std::string device, precision, vaePrecision;
    std::string productPrecision; ///< of `gflops`
    int threads = 1;
    std::vector<BenchStage> stages;
    std::vector<BenchDecode> decodes; ///< empty without a language model
    std::vector<BenchGain> gains;
    std::vector<BenchPoint> sweep;        ///< of a sweep alone
    std::vector<BenchDistance> distances; ///< the VAE's; of all modules when the run is not fp32
    double gflops = 0;                    ///< libtorch's matrix products, measured beside the run, GFLOP/s
    double bandwidthGb = 0;               ///< reading memory (the card's, if there is one), GB/s
    double peakRssMb = 0;
    std::optional<double> cardPeakMb; ///< most that tensors held on the card, where that is known
};

/// Times every stage of a song with random weights of the real size, made in memory: nothing has to be installed.
/// `onStage` hears each stage as it begins.
/// Throws Cancelled between repeats.
BenchReport bench(const EngineSettings& settings, const BenchOptions& options,
                  const std::function<void(const std::string&)>& onStage, const std::stop_token& stop);

} // namespace ottava
