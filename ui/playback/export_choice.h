#pragma once

#include "core/audio/audio_format.h"
#include "core/engine/embed_choice.h"

#include <QString>

#include <filesystem>
#include <vector>

namespace ottava::ui {

/// Where and as what takes are exported.
struct ExportChoice {
    AudioFormat format = AudioFormat::Wav24; ///< remembered from run to run, as the folder is
    std::filesystem::path folder = {};
    EmbedChoice embed = {}; ///< a setting, not remembered here
};

/// `Ottava` in the user's music folder.
std::filesystem::path defaultExportFolder();

/// From configDir()/export.ini; what is missing or makes no sense there gets its default.
ExportChoice loadExportChoice();
void saveExportChoice(const ExportChoice& choice);

/// The formats that are offered, best for a DAW first.
const std::vector<AudioFormat>& exportFormats();
/// "WAV, 24-bit"
QString formatName(AudioFormat format);
/// When to take it, one sentence.
QString formatAdvice(AudioFormat format);

} // namespace ottava::ui
