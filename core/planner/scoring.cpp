#include "core/planner/scoring.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>

namespace ottava {
namespace {

constexpr std::array<std::string_view, 6> kRecalled = {"bpm",      "duration", "genres",
                                                       "keyscale", "language", "timesignature"};

std::string thought(const std::string& yaml) {
    return fmt::format("<think>\n{}\n</think>\n", yaml);
}

/// What a reward is made of.
struct Part {
    std::string_view name;
    std::optional<double> score;
    double weight = 0;
};

std::array<Part, 3> partsOf(const std::map<std::string, double>& scores, const RewardWeights& weights) {
    std::array<Part, 3> parts{Part{"Caption", std::nullopt, weights.caption},
                              Part{"Lyrics", std::nullopt, weights.lyrics},
                              Part{"Metadata", std::nullopt, weights.metadata}};
    double sum = 0;
    int count = 0;
    for (const auto& [name, score] : scores) {
        if (name == "caption")
            parts[0].score = score;
        else if (name == "lyrics")
            parts[1].score = score;
        else {
            sum += score;
            ++count;
        }
    }
    if (count > 0)
        parts[2].score = sum / count;
    return parts;
}

/// Scores with the song's codes in view against those without.
double mutualInformation(const ScoringInput& input, const std::string& target, const TokenLikelihoods& likelihoods) {
    const double with = meanLogProbability(likelihoods(input.prompt, target));
    const double without = meanLogProbability(likelihoods(input.referencePrompt, target));
    return normalizedPmi(with - without, input.scale);
}

std::string statusOf(const QualityScore& score, const std::string& explanation) {
    auto text = explanation + "\n\n✅ Per-condition scores (0-1):";
    for (const auto& [name, value] : score.conditions)
        text += fmt::format("\n  {}: {:.4f} ({})", name, value,
                            std::ranges::find(kRecalled, name) != kRecalled.end() ? "Top-k Recall" : "PMI (Norm)");
    return text;
}

} // namespace

double meanLogProbability(const std::vector<TokenLikelihood>& tokens) {
    if (tokens.empty())
        return -std::numeric_limits<double>::infinity();
    double sum = 0;
    for (const auto& token : tokens)
        sum += token.logProbability;
    return sum / static_cast<double>(tokens.size());
}

double topKRecall(const std::vector<TokenLikelihood>& tokens, int k) {
    if (tokens.empty())
        return 0;
    double sum = 0;
    for (const auto& token : tokens)
        if (token.rank <= k)
            sum += 1 - static_cast<double>(token.rank - 1) / k;
    return sum / static_cast<double>(tokens.size());
}

double normalizedPmi(double pmi, double scale) {
    return 1 / (1 + std::exp(-pmi / scale));
}

Reward rewardOf(const std::map<std::string, double>& scores, const RewardWeights& weights) {
    auto parts = partsOf(scores, weights);
    double whole = 0;
    for (const auto& part : parts)
        whole += part.score ? part.weight : 0;
    if (whole == 0)
        return {0, "❌ No valid scores available to calculate reward."};
    std::ranges::stable_sort(parts, std::ranges::greater{}, &Part::weight);
    Reward reward;
    for (const auto& part : parts) {
        if (!part.score)
            continue;
        const double weight = part.weight / whole;
        const double contribution = *part.score * weight;
        reward.total += contribution;
        reward.explanation +=
            fmt::format("{}  • {:<8} | Score: {:.4f} | Weight: {:.2f} -> Contrib: +{:.4f}",
                        reward.explanation.empty() ? "" : "\n", part.name, *part.score, weight, contribution);
    }
    return reward;
}

QualityScore scoreConditions(const ScoringInput& input, const TokenLikelihoods& likelihoods) {
    if (input.prompt.empty())
        return {{}, 0, "❌ No audio codes provided"};
    QualityScore score;
    for (const auto name : kRecalled)
        if (const auto field = input.fields.find(std::string{name}); field != input.fields.end())
            score.conditions[field->first] = topKRecall(likelihoods(input.prompt, thought(field->second)), input.topK);
    if (const auto caption = input.fields.find("caption"); caption != input.fields.end())
        score.conditions["caption"] = mutualInformation(input, thought(caption->second), likelihoods);
    if (!input.lyrics.empty())
        score.conditions["lyrics"] =
            mutualInformation(input, fmt::format("<think>\n</think>\n# Lyric\n{}\n", input.lyrics), likelihoods);
    if (score.conditions.empty())
        return {{}, 0, "❌ No conditions to evaluate"};
    const auto reward = rewardOf(score.conditions);
    score.total = reward.total;
    score.status = statusOf(score, reward.explanation);
    return score;
}

} // namespace ottava
