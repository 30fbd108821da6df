#pragma once

#include "core/hardware/limits.h"

#include <QString>

#include <optional>

namespace ottava::ui {

/// "Tier 6", "Unlimited tier".
QString tierTitle(const Limits& limits);
/// "NVIDIA GeForce RTX 4060 Ti · 16.0 GB, 14.8 free", or the processor and "no GPU"; says when the memory is simulated.
QString deviceText(const Device& device);
/// "up to 8 min, 4 takes with LM".
QString allowanceText(const Limits& limits, bool withLm);
/// "1.7B" for "acestep-5Hz-lm-1.7B".
QString lmShortName(const std::string& name);

/// Why a slider ends where it does, for its lock; one sentence with the tier and the number.
QString durationReason(const Limits& limits, bool withLm);
QString batchReason(const Limits& limits, bool withLm);

} // namespace ottava::ui
