#pragma once

#include "core/models/dit.h"
#include "core/models/transfer_queue.h"

namespace ottava {

/// Puts what lies outside the layers of `dit`, which is in main memory, on `device`, and lets each layer visit it for
/// the length of its work, the next one coming meanwhile. The layers are gathered in memory that copies fast; `dit` is
/// their only owner afterwards, if it was before. Gives the same numbers as a DiT that lies there whole. A device that
/// is the processor itself is taken for a card that it stands in for: everything that visits is copied.
Dit layerByLayer(Dit dit, at::Device device, const MakeTransferQueue& queue = transferQueue);

} // namespace ottava
