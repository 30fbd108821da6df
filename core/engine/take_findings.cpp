#include "core/engine/take_findings.h"

#include "core/engine/lm_scores.h"

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
        warnOnce(warnings,
                 {WarningCode::LyricsNotAligned, sentence("The song has no lyrics: none were timed or scored.")});
    else if (alignmentHeads(models.ditConfig()).empty())
        warnOnce(warnings,
                 {WarningCode::LyricsNotAligned,
                  sentence("This model does not say where it listens to lyrics: none were timed or scored.")});
    else
        return true;
    return false;
}

/// The language model's own scores: how well the codes fit each part of the description, and all in all.
void addLmScores(ModelStore& models, const Request& request, std::size_t item, const std::stop_token& stop,
                 TakeFindings& findings, Warnings& warnings) {
    if (models.choice().lm.empty() || request.audioCodes.empty()) {
        warnOnce(warnings,
                 {WarningCode::LmUnavailable,
                  models.choice().lm.empty()
                      ? sentence("No language model is at hand to score the takes: its scores are left out.")
                      : sentence("The song follows no audio codes: the language model has nothing to score.")});
        return;
    }
    const auto score = scoreCodes(models, request, request.audioCodes.of(item), stop);
    findings.scores.emplace_back("quality", score.total);
    for (const auto& [name, value] : score.conditions)
        findings.scores.emplace_back(name, value);
}

double scoreOf(const at::Tensor& attention, const std::vector<bool>& sung) {
    return scoreLyrics(lyricEnergy(attention), sung).total;
}

} // namespace

TakeFindings examineTake(ModelStore& models, const Request& request, std::size_t item, const AlignmentInput& take,
                         const std::stop_token& stop, Warnings& warnings) {
    TakeFindings findings;
    if (request.autoScore)
        addLmScores(models, request, item, stop, findings, warnings);
    if ((!request.autoScore && !request.autoLrc) || !canAlign(models, request, warnings))
        return findings;
    const auto attention = attendToLyrics(models, take, stop);
    if (!attention) {
        warnOnce(warnings,
                 {WarningCode::LyricsNotAligned, sentence("Nothing in the lyrics or the model could be aligned.")});
        return findings;
    }
    const auto tokenizer = models.tokenizer();
    if (request.autoLrc)
        findings.lrc = alignedLyrics(*attention, *tokenizer);
    if (request.autoScore) {
        const auto sung = sungTokens(attention->tokens, *tokenizer);
        findings.scores.emplace_back("lyrics_lm", scoreOf(attention->fromNoise, sung));
        findings.scores.emplace_back("lyrics_dit", scoreOf(attention->fromTake, sung));
    }
    return findings;
}

} // namespace ottava
