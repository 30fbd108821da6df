#pragma once

namespace ottava::ui {

/// Whether a language model can plan the next song.
enum class PlannerState {
    Ready,        ///< chosen and installed
    Off,          ///< could be used, but is switched off
    BeyondTier,   ///< the tier has none; the user may allow it
    NotInstalled, ///< there is none on this machine
};

} // namespace ottava::ui
