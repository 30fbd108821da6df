#include "core/tasks/conditioner.h"

#include <ATen/ops/ones.h>
#include <ATen/ops/tensor.h>

namespace ottava {
namespace {

constexpr std::size_t kLongestPrompt = 256;
constexpr std::size_t kLongestLyrics = 2048;

/// Token ids, cut to `longest` with the post-processor's own tokens kept at the end. → [1, T] int64.
at::Tensor promptIds(const BpeTokenizer& tokenizer, const std::string& text, std::size_t longest) {
    const auto ids = tokenizer.encodeTruncated(text, longest);
    const std::vector<std::int64_t> wide(ids.begin(), ids.end());
    return at::tensor(wide, at::kLong).unsqueeze(0);
}

MaskedSequence allReal(const at::Tensor& states) {
    return MaskedSequence{states, at::ones({states.size(0), states.size(1)}, states.options().dtype(at::kBool))};
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
    const auto timbre = clips ? encoder->encodeTimbre(*clips) : models.silenceTimbre();
    condition.packed = encoder->pack(allReal(condition.textHiddenStates), allReal(condition.lyricHiddenStates), timbre);
    return condition;
}

} // namespace ottava
