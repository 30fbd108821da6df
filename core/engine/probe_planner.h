#pragma once

#include "core/planner/planner_flows.h"
#include "core/text/bpe_tokenizer.h"

#include <nlohmann/json_fwd.hpp>

namespace ottava {

/// Replays of one case of the language model's golden lists: the case's inputs with what this program makes of them
/// under the golden's own names. Only inputs are read. They throw what nlohmann::json throws for a missing or wrong
/// field. Source: language-model specification §16.
nlohmann::json replayPrompt(const nlohmann::json& oneCase, const BpeTokenizer& tokenizer);
nlohmann::json replayCotYaml(const nlohmann::json& oneCase);
nlohmann::json replayParseOutput(const nlohmann::json& oneCase);
/// The canned `texts` stand in for the model.
nlohmann::json replayFlow(const nlohmann::json& oneCase, const ReferenceQuirks& quirks);
nlohmann::json replayApiFlow(const nlohmann::json& oneCase, const ReferenceQuirks& quirks);

/// One flow of the planner (generate, understand, inspire, format) with the goldens' arguments → the goldens' result.
nlohmann::json flowResult(const PlannerSetup& setup, const std::string& flow, const nlohmann::json& args);

/// How tokens are drawn, from the goldens' options.
TokenSampling tokenSamplingOf(const nlohmann::json& options, double temperature);

/// "cot", "codes", "understand".
PlannerPhase phaseNamed(const std::string& name);

/// Metadata from and to JSON; null stands for no value.
PlanFields planFieldsOf(const nlohmann::json& object);
nlohmann::json jsonOf(const PlanFields& fields);

} // namespace ottava
