#include "core/engine/latent_check.h"

#include <ATen/ops/isfinite.h>

namespace ottava {
namespace {

bool allFinite(const at::Tensor& x) {
    return at::isfinite(x).all().item<bool>();
}

[[noreturn]] void invalid(const char* stage) {
    throw InvalidNumbers{ErrorCode::ModelCorrupt,
                         std::string{"The model produced invalid numbers while "} + stage + ".",
                         "Try precision fp32. If that fails too, the weights are damaged: install the model again."};
}

} // namespace

void checkLatents(const at::Tensor& latents) {
    if (!allFinite(latents))
        invalid("diffusing");
    if (!latents.any().item<bool>())
        throw Error{ErrorCode::ModelCorrupt, sentence("The model produced nothing but zeros."),
                    sentence("config.json and weights may belong to different models: install the model again.")};
}

void checkAudio(const at::Tensor& waveform) {
    if (!allFinite(waveform))
        invalid("decoding");
}

} // namespace ottava
