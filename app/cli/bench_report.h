#pragma once

#include "core/engine/bench.h"

#include <string>

namespace ottava::cli {

/// One JSON object on a line; numbers in seconds, MB and GB/s as their names say.
std::string benchJson(const BenchReport& report, const BenchOptions& options);
/// Tables for people.
std::string benchText(const BenchReport& report, const BenchOptions& options);
/// The sweep as a drawing: seconds a step over the length of the music, a line for every batch.
std::string sweepSvg(const BenchReport& report);

} // namespace ottava::cli
