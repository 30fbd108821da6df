#include "core/engine/task_rules.h"

#include "core/base/error.h"

#include <fmt/format.h>

namespace ottava {
namespace {

/// The family is written in the folder's name; config.json tells turbo alone. Source: parameters specification.
bool isFineTuned(const std::string& name) {
    return name.find("sft") != std::string::npos;
}

Sentence workWithStems(TaskType task) {
    switch (task) {
    case TaskType::Lego:
        return sentence("add a track (lego)");
    case TaskType::Extract:
        return sentence("extract a track");
    case TaskType::Complete:
        return sentence("complete a track");
    default:
        return {};
    }
}

} // namespace

bool worksOnTracks(const DitConfig& config, const std::string& name) {
    return !config.isTurbo && !isFineTuned(name);
}

bool addsTracks(const DitConfig& config, const std::string& name) {
    return config.isLegoSft || worksOnTracks(config, name);
}

void requireTaskOf(const DitConfig& config, const std::string& name, const Request& request) {
    const auto work = workWithStems(request.taskType);
    if (work.pattern.empty())
        return;
    const bool trainedForIt =
        request.taskType == TaskType::Lego ? addsTracks(config, name) : worksOnTracks(config, name);
    if (!trainedForIt)
        throw Error{ErrorCode::BadRequest, sentence("{} cannot {}.", name, work),
                    sentence("Choose a base model for this: acestep-v15-base or acestep-v15-xl-base.")};
}

} // namespace ottava
