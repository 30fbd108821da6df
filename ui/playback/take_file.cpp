#include "ui/playback/take_file.h"

namespace ottava::ui {

void writeTakeFile(const TakeFile& take, AudioFormat format, const EmbedChoice& embed,
                   const std::filesystem::path& target) {
    const auto audio = readAudio(take.audio);
    auto metadata = fileMetadata(take.origin, embed);
    metadata.loudness = measureLoudness(audio);
    writeAudio(target, audio, format, metadata);
}

std::filesystem::path exportPath(const std::filesystem::path& folder, const QString& stem, AudioFormat format) {
    return folder / toPath(stem + QLatin1Char('.') + QLatin1String(fileExtension(format)));
}

std::filesystem::path freeExportPath(const std::filesystem::path& folder, const QString& stem, AudioFormat format) {
    auto path = exportPath(folder, stem, format);
    std::error_code unreadable; // a folder that cannot be looked into is reported when it is written to
    for (int n = 2; std::filesystem::exists(path, unreadable); ++n)
        path = exportPath(folder, QStringLiteral("%1 (%2)").arg(stem).arg(n), format);
    return path;
}

QString toQString(const std::filesystem::path& path) {
    return QString::fromStdU16String(path.u16string());
}

std::filesystem::path toPath(const QString& text) {
    return {text.toStdU16String()};
}

} // namespace ottava::ui
