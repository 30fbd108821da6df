#include "core/engine/clamp.h"

namespace ottava {
namespace {

/// What is clamped: how an amount of it reads in a sentence, the tier's own limit and the one in force.
struct Clamp {
    WarningCode code;
    Sentence (*amount)(double);
    int ofTier, inForce;
};

Sentence seconds(double value) {
    return sentence("{} s", value);
}

Sentence takes(double value) {
    return value == 1 ? sentence("{} take", value) : sentence("{} takes", value);
}

/// "Tier 3 allows up to 2 takes with the language model".
Sentence allowance(const Clamp& clamp, const Limits& limits, bool withLm) {
    const auto tier = tierTitle(limits.tier), most = clamp.amount(clamp.ofTier);
    if (!limits.tier.withLm)
        return sentence("{} allows up to {}", tier, most);
    return withLm ? sentence("{} allows up to {} with the language model", tier, most)
                  : sentence("{} allows up to {} without the language model", tier, most);
}

Sentence reduced(const Clamp& clamp, const Sentence& allowed, double wish) {
    const auto made = clamp.amount(clamp.inForce), asked = clamp.amount(wish);
    const bool own = clamp.inForce != clamp.ofTier;
    if (clamp.code == WarningCode::DurationClamped)
        return own ? sentence("{}, and the limit was set to {}; {} was asked and {} will be made.", allowed, made,
                              asked, made)
                   : sentence("{}; {} was asked and {} will be made.", allowed, asked, made);
    return own ? sentence("{}, and the limit was set to {}; {} were asked and {} will be made.", allowed, made, asked,
                          made)
               : sentence("{}; {} were asked and {} will be made.", allowed, asked, made);
}

double clamped(double wish, const Clamp& clamp, const Limits& limits, bool withLm, Warnings& warnings) {
    const auto allowed = allowance(clamp, limits, withLm);
    if (wish > clamp.inForce) {
        warnings.push_back({clamp.code, reduced(clamp, allowed, wish)});
        return clamp.inForce;
    }
    if (wish > clamp.ofTier)
        warnings.push_back({WarningCode::LimitOverridden,
                            sentence("{}; {} will be made because that limit was raised. Memory may run out.", allowed,
                                     clamp.amount(wish))});
    return wish;
}

} // namespace

double clampDuration(double durationSeconds, const Limits& limits, bool withLm, Warnings& warnings) {
    const Clamp duration{.code = WarningCode::DurationClamped,
                         .amount = seconds,
                         .ofTier = limits.ofTier(withLm).maxDurationSeconds,
                         .inForce = limits.inForce(withLm).maxDurationSeconds};
    return clamped(durationSeconds, duration, limits, withLm, warnings);
}

Request clampToLimits(Request request, const Limits& limits, bool withLm, Warnings& warnings) {
    request.duration = clampDuration(request.duration, limits, withLm, warnings);
    const Clamp batch{.code = WarningCode::BatchClamped,
                      .amount = takes,
                      .ofTier = limits.ofTier(withLm).maxBatch,
                      .inForce = limits.inForce(withLm).maxBatch};
    request.batchSize = static_cast<int>(clamped(request.batchSize, batch, limits, withLm, warnings));
    return request;
}

} // namespace ottava
