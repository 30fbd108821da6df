#include "ui/playback/drag_files.h"

#include "core/base/resources.h"
#include "ui/playback/export_choice.h"
#include "ui/widgets/background.h"

#include <QCryptographicHash>
#include <QSettings>

namespace ottava::ui {

namespace {

QString memoryFile() {
    return toQString(stateDir() / "drag-files.ini");
}

} // namespace

/// Under which key a take's file is remembered. The name is part of it: a renamed take is dragged under its new name.
QString DragFiles::keyOf(const TakeFile& take) const {
    const auto text = QStringList{take.id,
                                  take.stem,
                                  QString::number(static_cast<int>(kDragFormat)),
                                  QString::number(embed_.promptAndLyrics),
                                  QString::number(embed_.tempoForStretching),
                                  QString::fromStdString(embed_.artist)};
    const auto hash = QCryptographicHash::hash(text.join(QLatin1Char('\n')).toUtf8(), QCryptographicHash::Sha1);
    return QString::fromLatin1(hash.toHex());
}

std::optional<std::filesystem::path> DragFiles::ready(const TakeFile& take) const {
    const auto file = toPath(QSettings(memoryFile(), QSettings::IniFormat).value(keyOf(take)).toString());
    std::error_code missing;
    const auto written = std::filesystem::last_write_time(file, missing);
    if (missing)
        return std::nullopt;
    const auto recorded = std::filesystem::last_write_time(take.audio, missing);
    if (!missing && written < recorded)
        return std::nullopt;
    return file;
}

void DragFiles::prepare(const TakeFile& take) {
    const auto key = keyOf(take);
    if (underWay_.contains(key))
        return;
    if (const auto file = ready(take))
        return emit prepared(take.id, toQString(*file));
    underWay_.insert(key);
    runInBackground(
        this,
        [take, embed = embed_, folder = loadExportChoice().folder] {
            const auto file = freeExportPath(folder, take.stem, kDragFormat);
            writeTakeFile(take, kDragFormat, embed, file);
            return file;
        },
        [this, key, id = take.id](Outcome<std::filesystem::path> outcome) {
            underWay_.remove(key);
            if (!outcome.value)
                return emit failed(outcome.what, outcome.remedy);
            QSettings(memoryFile(), QSettings::IniFormat).setValue(key, toQString(*outcome.value));
            emit prepared(id, toQString(*outcome.value));
        });
}

} // namespace ottava::ui
