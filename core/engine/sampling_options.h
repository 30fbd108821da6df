#pragma once

#include "core/diffusion/flow_edit.h"
#include "core/engine/request.h"

namespace ottava {

/// The sampler's settings for a request on a distilled (`turbo`) or undistilled model.
SamplerOptions samplerOptions(const Request& request, bool turbo);

/// The same for a morph. Heun, adaptive guidance and the wavelet correction have no part in it.
FlowEditOptions flowEditOptions(const Request& request, bool turbo);

} // namespace ottava
