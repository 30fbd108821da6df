#include "core/engine/clamp.h"

#include <fmt/format.h>

namespace ottava {
namespace {

/// What is clamped: how an amount of it reads in a sentence, the tier's own limit and the one in force.
struct Clamp {
    WarningCode code;
    std::string (*amount)(double);
    std::string_view verb;
    int ofTier, inForce;
};

std::string seconds(double value) {
    return fmt::format("{} s", value);
}

std::string takes(double value) {
    return fmt::format("{} {}", value, value == 1 ? "take" : "takes");
}

std::string mode(const Limits& limits, bool withLm) {
    if (!limits.tier.withLm)
        return "";
    return withLm ? " with the language model" : " without the language model";
}

double clamped(double wish, const Clamp& clamp, const Limits& limits, bool withLm, Warnings& warnings) {
    const auto allowed =
        fmt::format("{} allows up to {}{}", tierTitle(limits.tier), clamp.amount(clamp.ofTier), mode(limits, withLm));
    if (wish > clamp.inForce) {
        const auto made = clamp.amount(clamp.inForce);
        const auto own = clamp.inForce == clamp.ofTier ? "" : fmt::format(", and the limit was set to {}", made);
        warnings.push_back({clamp.code, fmt::format("{}{}; {} {} asked and {} will be made.", allowed, own,
                                                    clamp.amount(wish), clamp.verb, made)});
        return clamp.inForce;
    }
    if (wish > clamp.ofTier)
        warnings.push_back({WarningCode::LimitOverridden,
                            fmt::format("{}; {} will be made because that limit was raised. Memory may run out.",
                                        allowed, clamp.amount(wish))});
    return wish;
}

} // namespace

double clampDuration(double durationSeconds, const Limits& limits, bool withLm, Warnings& warnings) {
    const Clamp duration{.code = WarningCode::DurationClamped,
                         .amount = seconds,
                         .verb = "was",
                         .ofTier = limits.ofTier(withLm).maxDurationSeconds,
                         .inForce = limits.inForce(withLm).maxDurationSeconds};
    return clamped(durationSeconds, duration, limits, withLm, warnings);
}

Request clampToLimits(Request request, const Limits& limits, bool withLm, Warnings& warnings) {
    request.duration = clampDuration(request.duration, limits, withLm, warnings);
    const Clamp batch{.code = WarningCode::BatchClamped,
                      .amount = takes,
                      .verb = "were",
                      .ofTier = limits.ofTier(withLm).maxBatch,
                      .inForce = limits.inForce(withLm).maxBatch};
    request.batchSize = static_cast<int>(clamped(request.batchSize, batch, limits, withLm, warnings));
    return request;
}

} // namespace ottava
