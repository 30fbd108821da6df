#pragma once

#include "core/checkpoints/model_config.h"
#include "core/engine/request.h"

namespace ottava {

/// Whether the model called `name` was trained to extract, add and complete single tracks.
bool worksOnTracks(const DitConfig& config, const std::string& name);
/// Whether it was trained to add a track: as those are, and fine-tuned ones that learnt it alone (`is_lego_sft`).
bool addsTracks(const DitConfig& config, const std::string& name);

/// Throws Error (BadRequest) naming the model that is needed when the one called `name` cannot do the request's task.
/// Source: synthesis specification §8: lego, extract and complete exist on pure base models only.
void requireTaskOf(const DitConfig& config, const std::string& name, const Request& request);

} // namespace ottava
