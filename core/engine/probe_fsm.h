#pragma once

#include "core/planner/planner_vocabulary.h"

#include <nlohmann/json_fwd.hpp>

#include <memory>

namespace ottava {

/// Drives the constraint machine by a script instead of a model, as the goldens were made (with the reference's
/// faults): the case with `steps`, `text`, `final_state`, `codes_count` and `script_left` as this program computes
/// them. Throws Error (BadRequest) when the case lacks a field or one is of the wrong type. Source: language-model
/// specification §16.
nlohmann::json replayScripted(const nlohmann::json& oneCase,
                              const std::shared_ptr<const PlannerVocabulary>& vocabulary);

} // namespace ottava
