#pragma once

#include "core/engine/request.h"
#include "core/planner/plan_fields.h"
#include "core/planner/scoring.h"
#include "core/tasks/model_store.h"

#include <stop_token>
#include <string>

namespace ottava {

/// The teacher-forced language model of `models` as the scores ask it.
TokenLikelihoods likelihoodsOf(ModelStore& models, const std::stop_token& stop);

/// How well audio codes fit what the request says about the song: metadata, caption and lyrics. Loads the language
/// model if need be. Throws Cancelled. Source: language-model specification §15.
QualityScore scoreCodes(ModelStore& models, const Request& request, const std::string& codes,
                        const std::stop_token& stop);

/// What is scored of a song, in the prompts and the YAML that the model knows.
ScoringInput scoringInput(const std::string& codes, const PlanFields& fields, const std::string& lyrics);

} // namespace ottava
