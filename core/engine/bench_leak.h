#pragma once

#include "core/engine/engine.h"

#include <functional>
#include <stop_token>
#include <vector>

namespace ottava {

/// What a long run of songs leaves behind in memory.
struct LeakReport {
    std::vector<double> rssMb; ///< resident memory after each song, MB
    std::vector<double>
        heapMb; ///< of it held by the program: resident memory steps up, too, when freed blocks fit badly
    std::vector<double> tensorMb; ///< of it in tensors
    double rssSlopeKb = 0;        ///< growth a song over the second half, kB (least squares)
    double heapSlopeKb = 0, tensorSlopeKb = 0;
    double releasedTensorMb = 0; ///< tensors that are left once the models have been let go
};

/// Makes `songs` short songs one after the other with the models of `settings`, planning included where there is a
/// planner, and looks at memory after each. `onSong` hears how many are done. Throws Cancelled between songs.
LeakReport benchLeak(const EngineSettings& settings, int songs, const std::function<void(int done)>& onSong,
                     const std::stop_token& stop);

/// Slope of the straight line that fits `values` best, per index. At least two values.
double leastSquaresSlope(const std::vector<double>& values);

} // namespace ottava
