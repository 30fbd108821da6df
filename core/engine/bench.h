#pragma once

#include "core/engine/engine.h"

#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace ottava {

enum class BenchSize { Tiny, TwoB, Xl };

struct BenchOptions {
    BenchSize size = BenchSize::TwoB;
    double seconds = 30; ///< of music
    int steps = 8;
    int batch = 1;
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

struct BenchReport {
    std::string device, precision, vaePrecision;
    int threads = 1;
    std::vector<BenchStage> stages;
    std::vector<BenchDistance> distances; ///< empty when the run is fp32
    double gflops = 0;                    ///< matrix products in the run's precision, measured beside it, GFLOP/s
    double bandwidthGb = 0;               ///< reading memory, GB/s
    double peakRssMb = 0;
};

/// Times every stage of a song with random weights of the real size, made in memory: nothing has to be installed.
/// `onStage` hears each stage as it begins. Throws Cancelled between repeats.
BenchReport bench(const EngineSettings& settings, const BenchOptions& options,
                  const std::function<void(const std::string&)>& onStage, const std::stop_token& stop);

} // namespace ottava
