#pragma once

#include "core/base/warning.h"
#include "core/engine/request.h"
#include "core/tasks/lyric_alignment.h"

#include <string>
#include <utility>
#include <vector>

namespace ottava {

/// What was found out about a take after it was made.
struct TakeFindings {
    std::string lrc; ///< empty: the lyrics were not timed
    /// "lyrics_lm": how well the lyrics align as the condition alone has it; "lyrics_dit": as the take has it.
    std::vector<std::pair<std::string, double>> scores;
};

/// Times and scores a take as the request asks. What cannot be done is left out with a warning, once a job. Costs
/// nothing when nothing is asked for. Throws Cancelled.
TakeFindings examineTake(ModelStore& models, const Request& request, const AlignmentInput& take,
                         const std::stop_token& stop, Warnings& warnings);

} // namespace ottava
