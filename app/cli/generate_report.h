#pragma once

#include "core/engine/take.h"

#include <string>

namespace ottava::cli {

/// The contract's object: takes, request as used, warnings, timings, peak_rss_mb.
std::string resultToJson(const GenerateResult& result);

/// The same for people: one line a take, then the times.
std::string resultToText(const GenerateResult& result);

} // namespace ottava::cli
