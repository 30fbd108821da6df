#include "core/engine/lm_choice.h"

#include "core/base/error.h"
#include "core/planner/decoding_limits.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace ottava {
namespace {

/// Says so when the planner goes beyond the tier. Another edition of an allowed size is no step beyond.
void warnIfBeyond(const std::string& name, Limits limits, Warnings& warnings) {
    const auto sameSize = [&](const TierLm& row) { return lmSizeOf(row.name) == lmSizeOf(name); };
    if (std::ranges::any_of(limits.tier.lms, sameSize))
        return;
    limits.overrides = {.maxDurationSeconds = {}, .maxBatch = {}, .allowLm = true};
    warnOfOverrides(limits, name, warnings);
}

std::string named(const std::string& name, const Limits& limits, const std::vector<std::string>& installed,
                  Warnings& warnings) {
    if (std::ranges::find(installed, name) == installed.end())
        throw Error{ErrorCode::ModelMissing, sentence("The language model {} is not installed.", name),
                    installed.empty()
                        ? sentence("Install it, or go on without one.")
                        : sentence("Install it, or choose from {}.", fmt::format("{}", fmt::join(installed, ", ")))};
    warnIfBeyond(name, limits, warnings);
    return name;
}

/// Of the planners that the tier allows the largest that is installed in some edition.
std::optional<std::string> largestAllowed(const Limits& limits, const std::vector<std::string>& installed) {
    for (auto row = limits.tier.lms.rbegin(); row != limits.tier.lms.rend(); ++row) {
        std::vector<std::string> editions;
        std::ranges::copy_if(installed, std::back_inserter(editions),
                             [&](const std::string& name) { return lmSizeOf(name) == lmSizeOf(row->name); });
        if (const auto best = bestLmOnDisk(row->name, editions))
            return best;
    }
    return std::nullopt;
}

std::string smallest(const std::vector<std::string>& installed) {
    return *std::ranges::min_element(installed, {}, [](const std::string& name) {
        return std::pair{lmSizeOf(name), name};
    });
}

std::string needed(const Limits& limits, const std::vector<std::string>& installed, Warnings& warnings) {
    if (installed.empty())
        throw Error{ErrorCode::ModelMissing, sentence("No language model is installed."),
                    sentence("Put one (acestep-5Hz-lm-0.6B is the smallest) into the models folder.")};
    if (const auto allowed = largestAllowed(limits, installed))
        return *allowed;
    auto chosen = smallest(installed);
    warnIfBeyond(chosen, limits, warnings);
    return chosen;
}

Sentence whyNone(const Limits& limits, const std::vector<std::string>& installed) {
    const auto tier = tierTitle(limits.tier);
    if (!limits.lmAllowed())
        return sentence("{} has no room for a language model: the song is made without a plan.", tier);
    if (installed.empty())
        return sentence("No language model is installed: the song is made without a plan.");
    if (!largestAllowed(limits, installed))
        return sentence("{} allows language models up to {}, and none of these is installed: the song is made without "
                        "a plan.",
                        tier, limits.tier.lms.back().name);
    return sentence("{} leaves the language model off unless one is chosen: the song is made without a plan.", tier);
}

} // namespace

std::optional<std::string> chooseLm(const LmWish& wish, const Limits& limits, const std::vector<std::string>& installed,
                                    Warnings& warnings) {
    if (!wish.enabled) {
        if (wish.needed)
            throw Error{ErrorCode::BadRequest, sentence("This needs the language model, which was turned off."),
                        sentence("Choose a language model instead of none.")};
        return std::nullopt;
    }
    if (wish.name)
        return named(*wish.name, limits, installed, warnings);
    if (wish.needed)
        return needed(limits, installed, warnings);
    if (limits.lmAllowed() && (limits.lmOnByDefault() || limits.overrides.allowLm.value_or(false))) {
        if (const auto lm = largestAllowed(limits, installed))
            return lm;
        if (!installed.empty() && limits.tier.lms.empty()) // allowed by the user in a tier without a list
            return named(smallest(installed), limits, installed, warnings);
    }
    warnings.push_back({WarningCode::LmUnavailable, whyNone(limits, installed)});
    return std::nullopt;
}

} // namespace ottava
