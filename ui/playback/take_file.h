#pragma once

#include "core/audio/audio_file.h"
#include "core/engine/take_recipe.h"

#include <QString>

#include <filesystem>
#include <optional>

namespace ottava::ui {

/// What has to be known of a take to write it as a file for other programs.
struct TakeFile {
    QString id;                  ///< one take, one id
    std::filesystem::path audio; ///< the library's own file
    QString stem;                ///< file name it is given, without folder and ending
    TakeOrigin origin;           ///< what the file is to say
};

/// What a take is exported as when a DAW is to open it.
inline constexpr AudioFormat kDragFormat = AudioFormat::Wav24;

/// Reads the take and writes it as `target` with what `embed` allows to be told about it, whole or not at all. Throws
/// Error. Any thread but the GUI's.
void writeTakeFile(const TakeFile& take, AudioFormat format, const EmbedChoice& embed,
                   const std::filesystem::path& target);

/// `folder/stem.ending`.
std::filesystem::path exportPath(const std::filesystem::path& folder, const QString& stem, AudioFormat format);

/// The same with " (2)", " (3)"… put in when that file exists.
std::filesystem::path freeExportPath(const std::filesystem::path& folder, const QString& stem, AudioFormat format);

QString toQString(const std::filesystem::path& path);
std::filesystem::path toPath(const QString& text);

} // namespace ottava::ui
