#pragma once

#include "ui/engine/hardware_watch.h"

#include <QString>

#include <filesystem>
#include <optional>

namespace ottava::ui {

/// What a bug report needs, as plain text: versions, machine, tier, settings, the message, the log's last lines. The
/// home folder is written as "~".
struct ReportInput {
    QString message; ///< what the user saw; may be empty
    QString libtorchVersion;
    EngineSettings settings;
    std::optional<HardwareReport> hardware;
    std::filesystem::path logFile; ///< empty: none
};
QString reportText(const ReportInput& input);

} // namespace ottava::ui
