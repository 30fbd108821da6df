#include "core/engine/take_title.h"

#include "core/audio/audio_facts.h"
#include "core/base/error.h"
#include "core/library/take_library.h"

#include <fmt/format.h>

#include <algorithm>

namespace ottava {
namespace {

/// Nearer to the source's end than this is the end itself, s.
constexpr double kEndReach = 0.001;

std::string sourceTitle(const std::filesystem::path& source) {
    const auto take = TakeLibrary::takeOf(source);
    return take && !take->title.empty() ? take->title : source.stem().string();
}

bool goesBeyond(const Request& request) {
    auto spans = request.repaintingRegions;
    if (spans.empty())
        spans = {{request.repaintingStart, request.repaintingEnd}};
    const auto first = std::ranges::min(spans, {}, &TimeSpan::start).start;
    const auto last = std::ranges::max(spans, {}, &TimeSpan::end).end;
    try {
        return first < 0 || last > readAudioFacts(request.srcAudio).durationSeconds() + kEndReach;
    } catch (const Error&) { // the sound was read before; a name is no reason to fail
        return false;
    }
}

/// Track names as one reads them: "backing vocals".
std::string trackWords(std::string track) {
    std::ranges::replace(track, '_', ' ');
    return track;
}

std::string deedOf(const Request& request) {
    switch (request.taskType) {
    case TaskType::Text2Music:
        return "morph";
    case TaskType::Cover:
    case TaskType::CoverNoFsq:
        return request.flowEditMorph ? "morph" : "cover";
    case TaskType::Repaint:
        return goesBeyond(request) ? "extended" : "repainted";
    case TaskType::Lego:
    case TaskType::Extract:
        return trackWords(request.trackName.value_or("track"));
    case TaskType::Complete:
        return "completed";
    }
    return {};
}

} // namespace

std::string takeTitle(const Request& request) {
    const bool worksOnSource = request.taskType != TaskType::Text2Music || request.flowEditMorph;
    if (worksOnSource && !request.srcAudio.empty())
        return fmt::format("{} – {}", sourceTitle(request.srcAudio), deedOf(request));
    return request.caption.empty() ? "Untitled" : request.caption;
}

} // namespace ottava
