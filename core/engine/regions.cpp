#include "core/engine/regions.h"

#include "core/base/error.h"
#include "core/base/units.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace ottava {
namespace {

constexpr double kWidestLatentCrossfade = 25; ///< frames
constexpr double kWidestWavCrossfade = 0.05;  ///< s

[[noreturn]] void refuse(const TimeSpan& wish, const Sentence& fault, double sourceSeconds) {
    throw Error{ErrorCode::BadRequest, sentence("The region from {} s to {} s {}.", wish.start, wish.end, fault),
                sentence("The source is {} s long: choose a region that lies in it or continues it.",
                         fmt::format("{:.2f}", sourceSeconds))};
}

TimeSpan checked(const TimeSpan& wish, double sourceSeconds) {
    const TimeSpan span{wish.start, wish.end < 0 ? sourceSeconds : wish.end};
    if (span.start > sourceSeconds)
        refuse(span, sentence("begins after the end of the source"), sourceSeconds);
    if (span.end == span.start)
        refuse(span, sentence("is empty"), sourceSeconds);
    if (span.end < span.start)
        refuse(span, sentence("ends before it begins"), sourceSeconds);
    return span;
}

/// Sorted, with those joined that touch.
std::vector<TimeSpan> joined(std::vector<TimeSpan> spans) {
    std::ranges::sort(spans, {}, &TimeSpan::start);
    std::vector<TimeSpan> result;
    for (const auto& span : spans) {
        if (!result.empty() && span.start <= result.back().end)
            result.back().end = std::max(result.back().end, span.end);
        else
            result.push_back(span);
    }
    return result;
}

std::int64_t audioFrames(double seconds) {
    return static_cast<std::int64_t>(seconds * kSampleRate);
}

} // namespace

std::vector<FrameRange> RegionPlan::audioRanges() const {
    std::vector<FrameRange> ranges;
    for (const auto& span : spans)
        ranges.push_back({audioFrames(span.start), audioFrames(span.end)});
    return ranges;
}

std::vector<FrameRange> RegionPlan::latentRanges(std::int64_t frames) const {
    std::vector<FrameRange> ranges;
    for (const auto& span : spans) {
        const auto begin = std::clamp<std::int64_t>(audioFrames(span.start) / kHopLength, 0, frames - 1);
        ranges.push_back({begin, std::clamp(audioFrames(span.end) / kHopLength, begin + 1, frames)});
    }
    return ranges;
}

RegionPlan planRegions(const Request& request, double sourceSeconds, double longestSeconds) {
    auto wishes = request.repaintingRegions;
    if (wishes.empty())
        wishes.push_back({request.repaintingStart, request.repaintingEnd});
    for (auto& wish : wishes)
        wish = checked(wish, sourceSeconds);
    RegionPlan plan{.framesBefore = 0, .framesAfter = 0, .spans = joined(std::move(wishes))};
    const double before = std::max(0.0, -plan.spans.front().start);
    const double after = std::max(0.0, plan.spans.back().end - sourceSeconds);
    if (before + after > 0 && sourceSeconds + before + after > longestSeconds)
        throw Error{ErrorCode::BadRequest,
                    sentence("With what is added the song would be {} s long; {} s are possible here.",
                             fmt::format("{:.1f}", sourceSeconds + before + after),
                             fmt::format("{:.0f}", longestSeconds)),
                    sentence("Add less, or raise the limit in the settings.")};
    plan.framesBefore = audioFrames(before);
    plan.framesAfter = audioFrames(after);
    for (auto& span : plan.spans)
        span = {span.start + before, span.end + before};
    return plan;
}

RepaintHold repaintHold(const Request& request) {
    switch (request.repaintMode) {
    case RepaintMode::Conservative:
        return {1, std::lrint(kWidestLatentCrossfade), kWidestWavCrossfade};
    case RepaintMode::Aggressive:
        return {0, 0, 0};
    case RepaintMode::Balanced:
        break;
    }
    const double hold = 1 - request.repaintStrength;
    return {hold, std::lrint(kWidestLatentCrossfade * hold), kWidestWavCrossfade * hold};
}

} // namespace ottava
