#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <variant>

namespace ottava {

/// A value of the metadata block: a number or truth value where the reference has a Python int, float or bool, else
/// text.
using PlanValue = std::variant<std::int64_t, double, std::string, bool>;

/// Fields of the metadata block by name, in the block's own (alphabetical) order: bpm, caption, duration, genres,
/// keyscale, language, timesignature. Source: language-model specification §5 and §6.
using PlanFields = std::map<std::string, PlanValue>;

} // namespace ottava
