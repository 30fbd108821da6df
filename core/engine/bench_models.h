#pragma once

#include "core/engine/bench.h"
#include "core/engine/device_choice.h"
#include "core/tasks/model_store.h"

#include <memory>
#include <vector>

namespace ottava {

/// Models of a real size with random weights.
struct BenchModels {
    BenchModels(BenchSize size, const DeviceChoice& device);

    void make();
    /// Of the VAE decoder, at its size, from libtorch's layers in fp32.
    BenchDistance vaeDistance() const;
    std::int64_t vocabulary() const { return qwen.vocabularySize; }

    DitConfig ditConfig;
    VaeConfig vaeConfig;
    QwenConfig qwen;
    Weights weights, vaeWeights;
    std::shared_ptr<const TextEncoder> text;
    std::shared_ptr<const ConditionEncoder> condition;
    std::shared_ptr<const Dit> dit;
    std::shared_ptr<const VaeDecoder> vae;
    std::shared_ptr<const VaeEncoder> vaeEncoder;
};

/// Cosine and signal-to-noise ratio of each module in `dtype` against fp32, on the embedded demo model.
std::vector<BenchDistance> measureDistances(at::ScalarType dtype);

} // namespace ottava
