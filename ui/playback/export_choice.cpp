#include "ui/playback/export_choice.h"

#include "core/base/resources.h"
#include "ui/playback/take_file.h"

#include <QCoreApplication>
#include <QSettings>
#include <QStandardPaths>

#include <algorithm>

namespace ottava::ui {

namespace {

struct FormatTexts {
    Q_DECLARE_TR_FUNCTIONS(FormatTexts)
};

struct FormatEntry {
    AudioFormat format;
    const char* key; ///< in the settings file
    const char* name;
    const char* advice;
};

const FormatEntry kFormats[] = {
    {AudioFormat::Wav24, "wav24", QT_TRANSLATE_NOOP("FormatTexts", "WAV, 24-bit"),
     QT_TRANSLATE_NOOP("FormatTexts", "Lossless; every DAW takes it as it is.")},
    {AudioFormat::Wav, "wav16", QT_TRANSLATE_NOOP("FormatTexts", "WAV, 16-bit"),
     QT_TRANSLATE_NOOP("FormatTexts", "For CDs and older devices; dithered.")},
    {AudioFormat::Wav32, "wav32", QT_TRANSLATE_NOOP("FormatTexts", "WAV, 32-bit float"),
     QT_TRANSLATE_NOOP("FormatTexts", "Every bit of the take, for further mixing; the largest file.")},
    {AudioFormat::Flac, "flac", QT_TRANSLATE_NOOP("FormatTexts", "FLAC"),
     QT_TRANSLATE_NOOP("FormatTexts", "Lossless at about half the size of WAV.")},
    {AudioFormat::Mp3, "mp3", QT_TRANSLATE_NOOP("FormatTexts", "MP3"),
     QT_TRANSLATE_NOOP("FormatTexts", "Small, plays everywhere; for sending, not for mixing.")},
    {AudioFormat::Ogg, "ogg", QT_TRANSLATE_NOOP("FormatTexts", "Ogg Vorbis"),
     QT_TRANSLATE_NOOP("FormatTexts", "Small and open; for games and the web.")},
    {AudioFormat::Opus, "opus", QT_TRANSLATE_NOOP("FormatTexts", "Opus"),
     QT_TRANSLATE_NOOP("FormatTexts", "The smallest at good quality; for messengers and the web.")},
};

const FormatEntry& entryOf(AudioFormat format) {
    const auto* found = std::find_if(std::begin(kFormats), std::end(kFormats),
                                     [format](const FormatEntry& entry) { return entry.format == format; });
    return found == std::end(kFormats) ? kFormats[0] : *found;
}

QString choiceFile() {
    return toQString(configDir() / "export.ini");
}

} // namespace

std::filesystem::path defaultExportFolder() {
    return toPath(QStandardPaths::writableLocation(QStandardPaths::MusicLocation)) / "Ottava";
}

ExportChoice loadExportChoice() {
    QSettings file(choiceFile(), QSettings::IniFormat);
    ExportChoice choice;
    const auto key = file.value(QStringLiteral("format")).toString();
    for (const auto& entry : kFormats)
        if (key == QLatin1String(entry.key))
            choice.format = entry.format;
    choice.folder = toPath(file.value(QStringLiteral("folder")).toString());
    if (choice.folder.empty())
        choice.folder = defaultExportFolder();
    return choice;
}

void saveExportChoice(const ExportChoice& choice) {
    QSettings file(choiceFile(), QSettings::IniFormat);
    file.setValue(QStringLiteral("format"), QLatin1String(entryOf(choice.format).key));
    file.setValue(QStringLiteral("folder"), toQString(choice.folder));
}

const std::vector<AudioFormat>& exportFormats() {
    static const auto formats = [] {
        std::vector<AudioFormat> all;
        for (const auto& entry : kFormats)
            all.push_back(entry.format);
        return all;
    }();
    return formats;
}

QString formatName(AudioFormat format) {
    return FormatTexts::tr(entryOf(format).name);
}

QString formatAdvice(AudioFormat format) {
    return FormatTexts::tr(entryOf(format).advice);
}

} // namespace ottava::ui
