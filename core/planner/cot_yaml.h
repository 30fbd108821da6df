#pragma once

#include "core/planner/plan_fields.h"

#include <string>

namespace ottava {

/// The chain of thought that stands for known metadata: `<think>`, the fields as a YAML block, `</think>`. Written as
/// PyYAML 6 does (block style, Unicode allowed, 80 columns), which is what the model was trained on; genres are left
/// out. Source: language-model specification §5; PyYAML, Emitter and Resolver.
std::string cotText(const PlanFields& fields);

} // namespace ottava
