#include "core/tasks/conditioner.h"

#include <ATen/ops/constant_pad_nd.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/tensor.h>

#include <utility>

namespace ottava {
namespace {

constexpr std::size_t kLongestPrompt = 256;
constexpr std::int64_t kPadToken = 151'643; ///< <|endoftext|>

/// Token ids, cut to `longest` with the post-processor's own tokens kept at the end. → [1, T] int64.
at::Tensor promptIds(const BpeTokenizer& tokenizer, const std::string& text, std::size_t longest) {
    const auto ids = tokenizer.encodeTruncated(text, longest);
    const std::vector<std::int64_t> wide(ids.begin(), ids.end());
    return at::tensor(wide, at::kLong).unsqueeze(0);
}

MaskedSequence allReal(const at::Tensor& states) {
    return MaskedSequence{states, at::ones({states.size(0), states.size(1)}, states.options().dtype(at::kBool))};
}

/// ids [1, T] cut or right-padded to `length`, and which of them are real.
std::pair<at::Tensor, at::Tensor> fitted(const at::Tensor& ids, std::int64_t length) {
    const auto kept = ids.slice(1, 0, length);
    const auto missing = length - kept.size(1);
    const auto real = at::ones(kept.sizes(), at::TensorOptions{}.dtype(at::kBool));
    return {at::constant_pad_nd(kept, {0, missing}, kPadToken), at::constant_pad_nd(real, {0, missing}, 0)};
}

} // namespace

SongCondition conditionSong(ModelStore& models, const SongText& text, const std::optional<TimbreClips>& clips) {
    SongCondition condition;
    condition.prompt = captionPrompt(text.instruction, text.caption, metasText(text.metadata));
    condition.lyricPrompt = lyricPrompt(text.language, text.lyrics);
    const auto tokenizer = models.tokenizer();
    const auto device = models.choice().device;
    const auto textEncoder = models.textEncoder();
    condition.textHiddenStates =
        textEncoder->forward(promptIds(*tokenizer, condition.prompt, kLongestPrompt).to(device));
    condition.lyricHiddenStates =
        textEncoder->embed(promptIds(*tokenizer, condition.lyricPrompt, kLongestLyrics).to(device));
    const auto encoder = models.conditionEncoder();
    condition.timbre = clips ? encoder->encodeTimbre(*clips) : models.silenceTimbre();
    condition.packed =
        encoder->pack(allReal(condition.textHiddenStates), allReal(condition.lyricHiddenStates), condition.timbre);
    return condition;
}

at::Tensor conditionNonCover(ModelStore& models, SongText text, const SongCondition& main,
                             const std::string& instruction) {
    text.instruction = instruction;
    const auto prompt = captionPrompt(text.instruction, text.caption, metasText(text.metadata));
    const auto [ids, real] =
        fitted(promptIds(*models.tokenizer(), prompt, kLongestPrompt), main.textHiddenStates.size(1));
    const auto device = models.choice().device;
    const MaskedSequence states{models.textEncoder()->forward(ids.to(device)), real.to(device)};
    return models.conditionEncoder()->pack(states, allReal(main.lyricHiddenStates), main.timbre).states;
}

} // namespace ottava
