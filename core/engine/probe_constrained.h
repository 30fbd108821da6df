#pragma once

#include "core/planner/planner_decoder.h"

#include <nlohmann/json_fwd.hpp>

namespace ottava {

/// Runs the real loops on a case of the goldens' `constrained_lm` list, with the reference's faults and its unseeded
/// single runs: the case with `steps`, `text`, `result`, `final_state` and `codes_count` as this program computes them.
/// `setup` names model and vocabulary. Throws Error (BadRequest) when the case lacks a field.
/// Source: language-model specification §16.
nlohmann::json replayConstrained(const nlohmann::json& oneCase, PlannerDecoderSetup setup);

} // namespace ottava
