#pragma once

#include "core/engine/bench.h"
#include "core/engine/device_choice.h"
#include "core/tasks/model_store.h"

#include <memory>
#include <optional>
#include <vector>

namespace ottava {

/// Models of a real size with random weights.
struct BenchModels {
    /// `ditLayers`: how many of the DiT's layers there are; 0: all. `byLayer`: they lie in main memory and visit the
    /// device.
    BenchModels(BenchSize size, const DeviceChoice& device, std::int64_t ditLayers = 0, bool byLayer = false);

    void makeEncoders();
    void makeDit();
    void makeVae();
    void makeOthers(); ///< encoders and VAE
    void dropEncoders();
    /// Of the VAE decoder, at its size, from libtorch's layers in fp32.
    BenchDistance vaeDistance() const;
    std::int64_t vocabulary() const { return qwen.vocabularySize; }

    DitConfig ditConfig;
    VaeConfig vaeConfig;
    QwenConfig qwen;
    Weights weights, vaeWeights;
    DitOptions ditOptions;
    std::shared_ptr<StepRecording> recording; ///< none: the device records nothing
    std::optional<at::Device> visits;         ///< where the DiT's layers work one after the other
    std::shared_ptr<const TextEncoder> text;
    std::shared_ptr<const ConditionEncoder> condition;
    std::shared_ptr<const Dit> dit;
    std::shared_ptr<const VaeDecoder> vae;
    std::shared_ptr<const VaeEncoder> vaeEncoder;
};

/// How this device's work is recorded; null: it is not.
std::shared_ptr<StepRecording> recordingOf(const DeviceChoice& device);

/// Shapes of a model of this size: what the files of the real one say.
DitConfig benchDitConfig(BenchSize size);
QwenConfig benchTextConfig(BenchSize size);
VaeConfig benchVaeConfig(BenchSize size);

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
