#pragma once

#include "core/engine/bench.h"
#include "core/engine/device_choice.h"
#include "core/tasks/model_store.h"

#include <memory>

namespace ottava {

/// Models of a real size with random weights.
struct BenchModels {
    BenchModels(BenchSize size, const DeviceChoice& device);

    void makeDit();
    void makeOthers();
    std::int64_t vocabulary() const { return qwen.vocabularySize; }

    DitConfig ditConfig;
    VaeConfig vaeConfig;
    QwenConfig qwen;
    Weights weights, vaeWeights;
    DitOptions ditOptions;
    std::shared_ptr<const TextEncoder> text;
    std::shared_ptr<const ConditionEncoder> condition;
    std::shared_ptr<const Dit> dit;
    std::shared_ptr<const VaeDecoder> vae;
};

/// Layers of a transformer that stand for all of it where an evaluation is timed often: two that slide, two that don't.
struct DitSample {
    DitConfig config; ///< of the sample
    double share = 1; ///< of all layers

    /// Seconds of an evaluation of the whole from seconds of one of the sample. What comes before and after the layers
    /// is below a hundredth of it.
    double wholeFrom(double seconds) const { return seconds / share; }
};

DitSample ditSample(BenchSize size);

} // namespace ottava
