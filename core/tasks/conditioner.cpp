#include "core/tasks/conditioner.h"

#include <ATen/ops/ones.h>
#include <ATen/ops/tensor.h>

namespace ottava {
namespace {

constexpr std::size_t kLongestPrompt = 256;
constexpr std::size_t kLongestLyrics = 2048;

MaskedSequence allReal(const at::Tensor& states) {
    return MaskedSequence{states, at::ones({states.size(0), states.size(1)}, states.options().dtype(at::kBool))};
}

} // namespace

at::Tensor encodePrompt(const BpeTokenizer& tokenizer, const std::string& text, std::size_t longest) {
    auto ids = tokenizer.encode(text);
    if (ids.size() > longest) {
        const auto appended = tokenizer.appendedCount();
        const std::vector<TokenId> ending(ids.end() - static_cast<std::ptrdiff_t>(appended), ids.end());
        ids.resize(longest - appended);
        ids.insert(ids.end(), ending.begin(), ending.end());
    }
    const std::vector<std::int64_t> wide(ids.begin(), ids.end());
    return at::tensor(wide, at::kLong).unsqueeze(0);
}

SongCondition conditionSong(ModelStore& models, const SongText& text, const std::optional<TimbreClips>& clips) {
    SongCondition condition;
    condition.prompt = captionPrompt(text.instruction, text.caption, metasText(text.metadata));
    condition.lyricPrompt = lyricPrompt(text.language, text.lyrics);
    const auto tokenizer = models.tokenizer();
    const auto device = models.choice().device;
    const auto textEncoder = models.textEncoder();
    condition.textHiddenStates =
        textEncoder->forward(encodePrompt(*tokenizer, condition.prompt, kLongestPrompt).to(device));
    condition.lyricHiddenStates =
        textEncoder->embed(encodePrompt(*tokenizer, condition.lyricPrompt, kLongestLyrics).to(device));
    const auto encoder = models.conditionEncoder();
    const auto timbre = clips ? encoder->encodeTimbre(*clips) : models.silenceTimbre();
    condition.packed = encoder->pack(allReal(condition.textHiddenStates), allReal(condition.lyricHiddenStates), timbre);
    return condition;
}

} // namespace ottava
