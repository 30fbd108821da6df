#include "core/engine/lm_scores.h"

#include "core/base/error.h"
#include "core/planner/cot_yaml.h"
#include "core/planner/lm_prompts.h"
#include "core/text/languages.h"

namespace ottava {
namespace {

PlanFields fieldsOf(const Request& request) {
    PlanFields fields{{"caption", request.caption}};
    if (request.bpm)
        fields["bpm"] = static_cast<std::int64_t>(*request.bpm);
    if (request.duration > 0)
        fields["duration"] = static_cast<std::int64_t>(request.duration);
    if (!request.keyscale.empty())
        fields["keyscale"] = request.keyscale;
    if (!request.timesignature.empty())
        fields["timesignature"] = request.timesignature;
    if (!request.vocalLanguage.empty() && request.vocalLanguage != kUnknownLanguage)
        fields["language"] = request.vocalLanguage;
    return fields;
}

} // namespace

TokenLikelihoods likelihoodsOf(ModelStore& models, const std::stop_token& stop) {
    return [model = models.languageModel(), tokenizer = models.lmTokenizer(), stop](const std::string& prompt,
                                                                                    const std::string& target) {
        if (stop.stop_requested())
            throw Cancelled{};
        const auto start = tokenizer->encode(prompt, /*withPostProcessor=*/false).size();
        const auto whole = tokenizer->encode(prompt + target, /*withPostProcessor=*/false);
        std::vector<TokenLikelihood> likelihoods;
        if (whole.size() <= start)
            return likelihoods;
        for (const auto& token : teacherForced(*model, whole, static_cast<std::int64_t>(start)))
            likelihoods.push_back(
                {.logProbability = static_cast<double>(token.logProbability), .rank = static_cast<int>(token.rank)});
        return likelihoods;
    };
}

ScoringInput scoringInput(const std::string& codes, const PlanFields& fields, const std::string& lyrics) {
    ScoringInput input{.prompt = codes.empty() ? std::string{} : understandPrompt(codes),
                       .referencePrompt = understandPrompt(kNoUserInput),
                       .fields = {},
                       .lyrics = lyrics};
    for (const auto& [name, value] : fields)
        input.fields[name] = yamlField(name, value);
    return input;
}

QualityScore scoreCodes(ModelStore& models, const Request& request, const std::string& codes,
                        const std::stop_token& stop) {
    auto input = scoringInput(codes, fieldsOf(request), request.instrumental ? "" : request.lyrics);
    input.scale = request.scoreScale;
    return scoreConditions(input, likelihoodsOf(models, stop));
}

} // namespace ottava
