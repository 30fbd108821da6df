#pragma once

#include "core/models/dit.h"

namespace ottava {

/// Puts what lies outside the layers of `dit`, which is in main memory, on `device`, and lets each layer visit it for
/// the length of its work. Gives the same numbers as a DiT that lies there whole. A device that is the processor itself
/// is taken for a card that it stands in for: everything that visits is copied.
Dit layerByLayer(Dit dit, at::Device device);

} // namespace ottava
