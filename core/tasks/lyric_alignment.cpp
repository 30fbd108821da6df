#include "core/tasks/lyric_alignment.h"

#include "core/base/error.h"
#include "core/base/units.h"
#include "core/tasks/conditioner.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/tensor.h>

#include <algorithm>

namespace ottava {
namespace {

constexpr TokenId kEndOfText = 151'643;

/// Where the lyrics lie in the condition, which they lead.
struct LyricRange {
    std::vector<TokenId> tokens;
    std::int64_t first = 0;
};

LyricRange lyricRange(const BpeTokenizer& tokenizer, const AlignmentInput& input) {
    const auto heading = tokenizer.encode("# Languages\n" + input.language + "\n\n# Lyric\n", false).size();
    const auto all = tokenizer.encodeTruncated(input.lyricPrompt, kLongestLyrics);
    const auto end = std::ranges::find(all, kEndOfText) - all.begin();
    LyricRange range{.tokens = {}, .first = static_cast<std::int64_t>(heading)};
    if (range.first < end)
        range.tokens.assign(all.begin() + range.first, all.begin() + end);
    return range;
}

void throwIfStopped(const std::stop_token& stop) {
    if (stop.stop_requested())
        throw Cancelled{};
}

} // namespace

std::map<std::int64_t, std::vector<std::int64_t>> alignmentHeads(const DitConfig& config) {
    constexpr std::int64_t kLayers2B = 24, kHeads2B = 16;
    if (config.lyricAlignmentHeads.empty() && config.decoder.layerCount == kLayers2B
        && config.decoder.headCount == kHeads2B)
        return {{2, {6}}, {3, {10, 11}}, {4, {3}}, {5, {8, 9}}, {6, {8}}};
    return config.lyricAlignmentHeads;
}

std::optional<LyricAttention> attendToLyrics(ModelStore& models, const AlignmentInput& input,
                                             const std::stop_token& stop) {
    throwIfStopped(stop);
    auto lyrics = lyricRange(*models.tokenizer(), input);
    const auto heads = alignmentHeads(models.ditConfig());
    if (lyrics.tokens.empty() || heads.empty())
        return std::nullopt;
    const auto frames = input.latents.size(1);
    const double t = 1.0 / input.inferenceSteps;
    const auto device = models.choice().device;
    const auto x = at::cat({input.noise, t * input.noise + (1 - t) * input.latents.cpu()}).to(device); // [2, T, 64]
    const auto timesteps = at::tensor({1.0, t}, at::kFloat).to(device);
    const auto dit = models.dit();
    const auto seen = dit->crossAttention(
        x, input.context.to(device).expand({2, -1, -1}), dit->prepare(input.states.to(device).expand({2, -1, -1})),
        timesteps,
        {.heads = heads, .firstToken = lyrics.first, .tokenCount = static_cast<std::int64_t>(lyrics.tokens.size())});
    throwIfStopped(stop);
    if (!seen.defined())
        return std::nullopt;
    return LyricAttention{.tokens = std::move(lyrics.tokens),
                          .fromNoise = seen.select(/*dim=*/1, 0),
                          .fromTake = seen.select(/*dim=*/1, 1),
                          .durationSeconds = static_cast<double>(frames) / kLatentRate};
}

std::string alignedLyrics(const LyricAttention& attention, const BpeTokenizer& tokenizer) {
    const auto stamps =
        timeTokens(alignmentMatrix(attention.fromTake), attention.tokens, attention.durationSeconds, tokenizer);
    return lrcText(timeLines(stamps, tokenizer));
}

} // namespace ottava
