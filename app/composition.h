#pragma once

#include "ui/engine/engine_port.h"
#include "ui/engine/hardware_watch.h"
#include "ui/main/main_window.h"

namespace ottava::app {

/// The real engine behind the window's port. It is made on the engine thread, at the first job.
ui::EnginePort enginePort();

/// The look at this machine: device, tier table, models folder. Any thread.
ui::HardwareReport probeMachine(const EngineSettings& settings);

/// Where this user's settings, models and songs are.
ui::SessionPaths sessionPaths();

/// Everything that the window needs from outside.
ui::WindowServices windowServices();

} // namespace ottava::app
