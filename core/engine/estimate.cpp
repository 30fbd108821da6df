#include "core/engine/estimate.h"

#include "core/base/units.h"
#include "core/engine/sampling_options.h"

namespace ottava {

std::optional<double> songSeconds(const SongSize& song, const Request& request, bool turbo, const WorkRates& rates) {
    constexpr double kMetadataTokens = 150; // as a plan without codes has them
    const bool planned = song.lmRows > 0;
    if (!rates.diffusion || !rates.decoding || (planned && !rates.planning))
        return std::nullopt;
    const auto frames = static_cast<double>(song.frames * song.items);
    const int steps = samplerOptions(request, turbo).schedule.stepCount();
    double seconds = frames * (steps * *rates.diffusion + *rates.decoding);
    if (planned) {
        const double codes = request.thinking ? frames / kFramesPerCode : 0;
        seconds += (kMetadataTokens + codes) * *rates.planning;
    }
    return seconds;
}

} // namespace ottava
