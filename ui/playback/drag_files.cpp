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

DragFiles::DragFiles(QObject* parent) : QObject(parent) {
    QSettings memory(memoryFile(), QSettings::IniFormat);
    for (const auto& key : memory.childKeys())
        files_[key] = toPath(memory.value(key).toString());
}

QString DragFiles::keyOf(const TakeFile& take) {
    // The name is part of it: a renamed take is dragged under its new name.
    const auto text = take.id + QLatin1Char('|') + take.stem + QLatin1Char('|')
                      + QLatin1String(fileExtension(kDragFormat)) + QString::number(static_cast<int>(kDragFormat));
    return QString::fromLatin1(QCryptographicHash::hash(text.toUtf8(), QCryptographicHash::Sha1).toHex());
}

std::optional<std::filesystem::path> DragFiles::ready(const TakeFile& take) const {
    const auto found = files_.find(keyOf(take));
    if (found == files_.end())
        return std::nullopt;
    std::error_code missing;
    const auto written = std::filesystem::last_write_time(found->second, missing);
    if (missing)
        return std::nullopt;
    const auto recorded = std::filesystem::last_write_time(take.audio, missing);
    if (!missing && written < recorded)
        return std::nullopt;
    return found->second;
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
        [take, folder = loadExportChoice().folder] {
            const auto file = freeExportPath(folder, take.stem, kDragFormat);
            writeTakeFile(take, kDragFormat, file);
            return file;
        },
        [this, key, id = take.id](Outcome<std::filesystem::path> outcome) {
            underWay_.remove(key);
            if (!outcome.value)
                return emit failed(outcome.what, outcome.remedy);
            files_[key] = *outcome.value;
            QSettings(memoryFile(), QSettings::IniFormat).setValue(key, toQString(*outcome.value));
            emit prepared(id, toQString(*outcome.value));
        });
}

} // namespace ottava::ui
