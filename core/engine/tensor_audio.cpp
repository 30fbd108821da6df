#include "core/engine/tensor_audio.h"

#include "core/base/units.h"

#include <ATen/ops/tensor.h>

namespace ottava {

AudioBuffer audioFromTensor(const at::Tensor& waveform) {
    const auto interleaved = waveform[0].transpose(0, 1).to(at::kCPU, at::kFloat).contiguous(); // [frames, channels]
    const auto* samples = interleaved.const_data_ptr<float>();
    return AudioBuffer{.channels = static_cast<int>(interleaved.size(1)),
                       .sampleRate = kSampleRate,
                       .samples = {samples, samples + interleaved.numel()}};
}

at::Tensor tensorFromAudio(const AudioBuffer& audio) {
    return at::tensor(audio.samples).view({1, -1, audio.channels}).transpose(1, 2).contiguous();
}

} // namespace ottava
