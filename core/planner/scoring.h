#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace ottava {

/// How a language model takes one token of a given text.
struct TokenLikelihood {
    double logProbability = 0; ///< natural logarithm, temperature 1
    int rank = 1;              ///< 1: the model's own first choice
};

/// Likelihoods of the tokens of `target` after `prompt`: both are encoded together, and the target begins where the
/// prompt's own encoding ends. Empty when nothing is left for the target. Throws Cancelled when a stop was asked for.
using TokenLikelihoods =
    std::function<std::vector<TokenLikelihood>(const std::string& prompt, const std::string& target)>;

/// Mean log probability; −infinity without tokens.
double meanLogProbability(const std::vector<TokenLikelihood>& tokens);

/// Mean over the tokens of 1 − (rank − 1) / k, 0 for those beyond the first k; 0 without tokens.
double topKRecall(const std::vector<TokenLikelihood>& tokens, int k);

/// Pointwise mutual information on a scale from 0 to 1; 0.5: none. The smaller `scale`, the steeper.
double normalizedPmi(double pmi, double scale);

struct RewardWeights {
    double caption = 0.5, lyrics = 0.3, metadata = 0.2;
};

struct Reward {
    double total = 0;        ///< 0 to 1
    std::string explanation; ///< one line a part, as the reference words it
};

/// Weighs caption, lyrics and the mean of all other scores; the weights of what is missing go to the others.
Reward rewardOf(const std::map<std::string, double>& scores, const RewardWeights& weights = {});

/// A song as it was described, and what its codes are compared with.
struct ScoringInput {
    std::string prompt;          ///< asks to understand the song's audio codes; empty: there are none
    std::string referencePrompt; ///< the same without user input
    /// YAML of each field by itself, without a newline at the end, by name: `{"bpm", "bpm: 120"}`. Caption is one of
    /// them; bpm, duration, genres, keyscale, language and timesignature are the others that count.
    std::map<std::string, std::string> fields;
    std::string lyrics; ///< empty: not scored
    int topK = 10;
    double scale = 0.1; ///< 0.01 to 1
};

struct QualityScore {
    std::map<std::string, double> conditions; ///< by name, 0 to 1
    double total = 0;
    std::string status; ///< for people, as the reference words it
};

/// Scores how well the codes fit each condition: caption and lyrics by mutual information, the fields by recall.
/// Source: ACE-Step 1.5, calculate_pmi_score_per_condition; language-model specification §15.
QualityScore scoreConditions(const ScoringInput& input, const TokenLikelihoods& likelihoods);

} // namespace ottava
