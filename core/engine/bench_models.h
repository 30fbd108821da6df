#pragma once

#include "core/engine/bench.h"
#include "core/engine/device_choice.h"
#include "core/tasks/model_store.h"

#include <memory>
#include <vector>

namespace ottava {

/// Models of a real size with random weights.
struct BenchModels {
    /// `ditLayers`: how many of the DiT's layers there are; 0: all.
    BenchModels(BenchSize size, const DeviceChoice& device, std::int64_t ditLayers = 0);

    void make();
    void makeEncoders();
    void makeDit();
    void makeVae();
    void dropEncoders();
    std::int64_t vocabulary() const { return qwen.vocabularySize; }

    DitConfig ditConfig;
    VaeConfig vaeConfig;
    QwenConfig qwen;
    Weights weights, vaeWeights;
    std::shared_ptr<const TextEncoder> text;
    std::shared_ptr<const ConditionEncoder> condition;
    std::shared_ptr<const Dit> dit;
    std::shared_ptr<const VaeDecoder> vae;
};

/// Shapes of a model of this size: what the files of the real one say.
DitConfig benchDitConfig(BenchSize size);
QwenConfig benchTextConfig(BenchSize size);
VaeConfig benchVaeConfig(BenchSize size);

/// Cosine and signal-to-noise ratio of each module in `dtype` against fp32, on the embedded demo model.
std::vector<BenchDistance> measureDistances(at::ScalarType dtype);

} // namespace ottava
