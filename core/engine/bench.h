#pragma once

#include "core/engine/engine.h"

#include <functional>
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

struct BenchReport {
    std::string device, precision, vaePrecision;
    int threads = 1;
    std::vector<BenchStage> stages;
    std::vector<BenchDecode> decodes;     ///< empty without a language model
    std::vector<BenchDistance> distances; ///< the VAE decoder's; of all modules when the run is not fp32
    double gflops = 0;                    ///< matrix products in the run's precision, measured beside it, GFLOP/s
    double bandwidthGb = 0;               ///< reading memory, GB/s
    double peakRssMb = 0;
};

/// Times every stage of a song with random weights of the real size, made in memory: nothing has to be installed.
/// int8 is for the language model alone: the other stages are then left out. `onStage` hears each stage as it begins.
/// Throws Cancelled between repeats.
BenchReport bench(const EngineSettings& settings, const BenchOptions& options,
                  const std::function<void(const std::string&)>& onStage, const std::stop_token& stop);

} // namespace ottava
