#pragma once

#include "core/diffusion/sampler.h"
#include "core/engine/request.h"

namespace ottava {

/// The sampler's settings for a request on a distilled (`turbo`) or undistilled model.
SamplerOptions samplerOptions(const Request& request, bool turbo);

} // namespace ottava
