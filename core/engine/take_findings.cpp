#include "core/engine/take_findings.h"

#include <algorithm>

namespace ottava {
namespace {

void warnOnce(Warnings& warnings, Warning warning) {
    if (std::ranges::find(warnings, warning.message, &Warning::message) == warnings.end())
        warnings.push_back(std::move(warning));
}

/// True when there is something to align; else says why not.
bool canAlign(ModelStore& models, const Request& request, Warnings& warnings) {
    if (request.instrumental || request.lyrics.empty())
        warnOnce(warnings, {WarningCode::LyricsNotAligned, "The song has no lyrics: none were timed or scored."});
    else if (alignmentHeads(models.ditConfig()).empty())
        warnOnce(warnings, {WarningCode::LyricsNotAligned,
                            "This model does not say where it listens to lyrics: none were timed or scored."});
    else
        return true;
    return false;
}

double scoreOf(const at::Tensor& attention, const std::vector<bool>& sung) {
    return scoreLyrics(lyricEnergy(attention), sung).total;
}

} // namespace

TakeFindings examineTake(ModelStore& models, const Request& request, const AlignmentInput& take,
                         const std::stop_token& stop, Warnings& warnings) {
    TakeFindings findings;
    if (request.autoScore)
        warnOnce(warnings, {WarningCode::LmUnavailable,
                            "No language model is at hand to score the takes: its scores are left out."});
    if ((!request.autoScore && !request.autoLrc) || !canAlign(models, request, warnings))
        return findings;
    const auto attention = attendToLyrics(models, take, stop);
    if (!attention) {
        warnOnce(warnings, {WarningCode::LyricsNotAligned, "Nothing in the lyrics or the model could be aligned."});
        return findings;
    }
    const auto tokenizer = models.tokenizer();
    if (request.autoLrc)
        findings.lrc = alignedLyrics(*attention, *tokenizer);
    if (request.autoScore) {
        const auto sung = sungTokens(attention->tokens, *tokenizer);
        findings.scores = {{"lyrics_lm", scoreOf(attention->fromNoise, sung)},
                           {"lyrics_dit", scoreOf(attention->fromTake, sung)}};
    }
    return findings;
}

} // namespace ottava
