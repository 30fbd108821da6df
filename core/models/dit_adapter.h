#pragma once

#include "core/checkpoints/adapter.h"
#include "core/models/dit.h"

#include <optional>
#include <string>

namespace ottava {

/// Why the adapter cannot go on a model of this configuration: the first layer that the model lacks or that has another
/// size there. None when it fits. Looks at shapes alone: no model needs to be loaded.
std::optional<std::string> adapterMismatch(const Adapter& adapter, const DitConfig& config);

/// `base` with the adapter on it, `strength` times. The weights are shared with `base`, which stays as it is.
/// The adapter must fit.
Dit withAdapter(const Dit& base, const Adapter& adapter, double strength);

} // namespace ottava
