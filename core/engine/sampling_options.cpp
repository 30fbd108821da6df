#include "core/engine/sampling_options.h"

#include <algorithm>

namespace ottava {
namespace {

/// The distilled model gains nothing from more. Source: synthesis specification §11, the handler's clamp.
constexpr int kMostDistilledSteps = 8;

WaveletBands bandsOf(DcwMode mode) {
    switch (mode) {
    case DcwMode::Low:
        return WaveletBands::Low;
    case DcwMode::High:
        return WaveletBands::High;
    case DcwMode::Double:
        return WaveletBands::Both;
    case DcwMode::Pix:
        return WaveletBands::Samples;
    }
    return WaveletBands::Both;
}

Solver solverOf(const Request& request) {
    if (request.inferMethod == InferMethod::Sde)
        return Solver::Sde;
    return request.samplerMode == SamplerMode::Heun ? Solver::Heun : Solver::Euler;
}

int stepsOf(const Request& request, bool turbo) {
    return turbo ? std::min(request.inferenceSteps, kMostDistilledSteps) : request.inferenceSteps;
}

} // namespace

SamplerOptions samplerOptions(const Request& request, bool turbo) {
    const int steps = stepsOf(request, turbo);
    return SamplerOptions{.schedule = turbo ? turboSchedule(steps, request.shift, request.timesteps)
                                            : linearSchedule(steps, request.shift, request.timesteps),
                          .solver = solverOf(request),
                          .guidance = {.scale = turbo ? 1.0 : request.guidanceScale,
                                       .adaptive = request.useAdg,
                                       .intervalStart = request.cfgIntervalStart,
                                       .intervalEnd = request.cfgIntervalEnd},
                          .velocityNormThreshold = request.velocityNormThreshold,
                          .velocityEmaFactor = request.velocityEmaFactor,
                          .wavelet = {.enabled = request.dcwEnabled,
                                      .bands = bandsOf(request.dcwMode),
                                      .scaler = request.dcwScaler,
                                      .highScaler = request.dcwHighScaler,
                                      .wavelet = request.dcwWavelet},
                          .repaint = std::nullopt};
}

FlowEditOptions flowEditOptions(const Request& request, bool turbo) {
    return FlowEditOptions{.schedule = flowEditSchedule(stepsOf(request, turbo), request.shift, request.timesteps),
                           .guidance = {.scale = turbo ? 1.0 : request.guidanceScale,
                                        .adaptive = false,
                                        .intervalStart = request.cfgIntervalStart,
                                        .intervalEnd = request.cfgIntervalEnd},
                           .velocityNormThreshold = request.velocityNormThreshold,
                           .velocityEmaFactor = request.velocityEmaFactor,
                           .windowStart = request.flowEditNMin,
                           .windowEnd = request.flowEditNMax,
                           .draws = request.flowEditNAvg};
}

} // namespace ottava
