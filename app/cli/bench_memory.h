#pragma once

#include "app/cli/arguments.h"
#include "core/engine/bench_memory.h"

namespace ottava::cli {

/// `bench --memory`: what each stage holds beside what was foretold. Returns the exit code.
int benchStageMemory(const Arguments& arguments, BenchMemoryOptions options);

/// `bench --memory --tiers`: the same for the largest jobs of all tiers, as a page. Returns the exit code.
int benchTierMemory(const Arguments& arguments);

/// `bench --leak N`: whether memory grows from song to song. Returns the exit code.
int lookForLeaks(const Arguments& arguments, int songs);

} // namespace ottava::cli
