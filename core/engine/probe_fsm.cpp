#include "core/engine/probe_fsm.h"

#include "core/base/error.h"
#include "core/engine/probe_planner.h"
#include "core/planner/constraint.h"
#include "core/planner/constraint_trace.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <limits>
#include <utility>

namespace ottava {
namespace {

using nlohmann::json;

constexpr float kBoost = 5000;
constexpr int kGoldensMaximum = 480;

std::optional<double> optionalNumber(const json& oneCase, const char* key) {
    const auto found = oneCase.find(key);
    if (found == oneCase.end() || found->is_null())
        return std::nullopt;
    return found->get<double>();
}

ConstraintOptions optionsOf(const json& oneCase) {
    ConstraintOptions options;
    options.withReferenceFaults = true;
    options.phase = phaseNamed(oneCase.value("generation_phase", "cot"));
    options.stopAtReasoning = oneCase.value("stop_at_reasoning", false);
    options.skipCaption = oneCase.value("skip_caption", false);
    options.skipGenres = oneCase.value("skip_genres", true);
    options.skipLanguage = oneCase.value("skip_language", false);
    options.userFields = planFieldsOf(oneCase.value("user_metadata", json::object()));
    options.targetDurationSeconds = optionalNumber(oneCase, "target_duration");
    options.maxDurationSeconds = oneCase.value("max_duration", kGoldensMaximum);
    options.metadataTemperature = optionalNumber(oneCase, "metadata_temperature");
    options.codesTemperature = optionalNumber(oneCase, "codes_temperature");
    if (const auto lines = oneCase.find("genres_vocab"); lines != oneCase.end()) {
        options.genres =
            std::make_shared<const GenreVocabulary>(GenreVocabulary::ofLines(lines->get<std::vector<std::string>>()));
        options.preferredGenres = std::make_shared<const GenreVocabulary>(
            options.genres->matching(oneCase.value("match_caption", std::string())));
    }
    return options;
}

/// What is still to be written: texts, which are used up token by token, and ids.
class Script {
public:
    Script(const json& items, const PlannerVocabulary& vocabulary) : left_(items), vocabulary_(vocabulary) {}

    TokenId wanted() const {
        if (left_.empty())
            return -1;
        if (left_[0].is_number())
            return left_[0].get<TokenId>();
        const auto ids = vocabulary_.tokenizer().encode(left_[0].get<std::string>(), /*withPostProcessor=*/false);
        return ids.empty() ? -1 : ids[0];
    }

    void chosen(TokenId token) {
        if (left_.empty())
            return;
        if (left_[0].is_number()) {
            if (left_[0].get<TokenId>() == token)
                left_.erase(0);
            return;
        }
        const auto item = left_[0].get<std::string>(), text = vocabulary_.textOf(token);
        if (!text.empty() && item.starts_with(text))
            left_[0] = item.substr(text.size());
        if (left_[0].get<std::string>().empty())
            left_.erase(0);
    }

    const json& left() const { return left_; }

private:
    json left_;
    const PlannerVocabulary& vocabulary_;
};

std::vector<float> scoresOf(const IndexSet& tokens, bool descending, TokenId wanted) {
    std::vector<float> scores;
    scores.reserve(static_cast<std::size_t>(tokens.size()));
    for (const auto token : tokens.toVector()) {
        const auto share = static_cast<float>(token) / 1024.0F;
        const auto base = descending ? share - 1000.0F : -share;
        scores.push_back(token == wanted ? base + kBoost : base);
    }
    return scores;
}

TokenId bestAllowed(const TokenScores& scores, const IndexSet& allowed) {
    TokenId best = -1;
    auto bestScore = -std::numeric_limits<float>::infinity();
    for (const auto token : allowed.toVector()) {
        const auto score = scores.values[static_cast<std::size_t>(scores.tokens.rankOf(token))];
        if (score > bestScore) {
            bestScore = score;
            best = token;
        }
    }
    return best;
}

json replay(json result, const std::shared_ptr<const PlannerVocabulary>& vocabulary) {
    const auto options = optionsOf(result);
    const auto descending = result.value("base", std::string()) == "desc";
    Script script(result.at("script"), *vocabulary);
    ConstraintMachine machine(vocabulary, options);
    const auto prompt = result.value("prompt", std::string());
    machine.begin(vocabulary->tokenizer().encode(prompt, /*withPostProcessor=*/false));
    ConstraintTrace trace;
    std::vector<TokenId> ids;
    const auto maxSteps = result.at("max_steps").get<std::size_t>();
    while (ids.size() < maxSteps && (ids.empty() || ids.back() != vocabulary->endOfTurn())) {
        const auto wanted = script.wanted();
        const auto before = machine.state();
        const auto candidates = machine.candidates();
        const auto values = scoresOf(candidates, descending, wanted);
        const TokenScores scores{candidates, values};
        const auto allowed = machine.allowed(scores);
        ids.push_back(bestAllowed(scores, allowed));
        trace.record(before, machine.state(), allowed, ids.back());
        trace.noteWanted(wanted);
        machine.accept(ids.back());
        script.chosen(ids.back());
    }
    if (options.genres)
        result["caption_matched_genres"] = options.preferredGenres->genres();
    result["steps"] = trace.steps();
    result["text"] = vocabulary->tokenizer().decode(ids);
    result["final_state"] = constraintStateName(machine.state());
    result["codes_count"] = machine.codesCount();
    result["script_left"] = script.left();
    return result;
}

} // namespace

json replayScripted(const json& oneCase, const std::shared_ptr<const PlannerVocabulary>& vocabulary) {
    try {
        return replay(oneCase, vocabulary);
    } catch (const json::exception& fault) {
        throw Error{ErrorCode::BadRequest, fmt::format("The scripted case is not as expected: {}", fault.what()),
                    "Give cases as the goldens have them."};
    }
}

} // namespace ottava
