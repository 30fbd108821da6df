#include "core/tasks/context.h"

#include "core/base/error.h"
#include "core/checkpoints/silence_latent.h"
#include "core/text/audio_codes.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/tensor.h>
#include <ATen/ops/where.h>

#include <algorithm>

namespace ottava {

at::Tensor silenceSource(ModelStore& models, std::int64_t batch, std::int64_t frames) {
    return silenceFrames(models.silence(), frames).to(models.choice().device).expand({batch, -1, -1});
}

at::Tensor joinContext(const at::Tensor& source, const at::Tensor& chunkMask) {
    return at::cat({source, chunkMask.to(source.scalar_type())}, /*dim=*/-1);
}

at::Tensor withCodeHints(ModelStore& models, const at::Tensor& source, const at::Tensor& isCover,
                         const std::optional<at::Tensor>& hints) {
    const auto covered = isCover.to(source.device()).gt(0).view({-1, 1, 1});
    if (!covered.any().item<bool>())
        return source;
    auto guide = hints.value_or(at::Tensor{});
    if (!guide.defined()) {
        const auto tokenizer = models.audioTokenizer();
        const auto codes = tokenizer->forward(padToCodes(source, models.silence(), tokenizer->poolWindow));
        guide = models.audioDetokenizer()->forward(codes.quantized);
    }
    return at::where(covered, guide.slice(1, 0, source.size(1)).to(source.options()), source);
}

at::Tensor decodeAudioCodes(ModelStore& models, std::string_view codes) {
    auto indices = parseAudioCodes(codes);
    if (indices.empty())
        throw Error{ErrorCode::BadRequest, sentence("audio_codes holds no <|audio_code_N|>."),
                    sentence("Paste codes as Ottava shows them, or leave the field empty.")};
    const auto tokenizer = models.audioTokenizer();
    const auto last = tokenizer->fsq.codeCount() - 1;
    std::ranges::transform(indices, indices.begin(), [last](std::int64_t code) { return std::min(code, last); });
    const auto ids = at::tensor(indices, at::kLong).unsqueeze(0).to(models.choice().device);
    return models.audioDetokenizer()->forward(tokenizer->fsq.fromIndices(ids)).to(at::kFloat);
}

} // namespace ottava
