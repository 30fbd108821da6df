#include "ui/compose/preset_store.h"

#include "core/base/atomic_file.h"

#include <QCollator>
#include <QDir>
#include <QFileInfo>
#include <QUrl>

#include <algorithm>

namespace ottava::ui {

namespace {

const QString kSuffix = QStringLiteral(".json");

} // namespace

/// Whatever the name holds, slashes too, the file lies in the folder and its name can be read back.
std::filesystem::path PresetStore::fileOf(const QString& name) const {
    return folder_ / (QString::fromLatin1(QUrl::toPercentEncoding(name)) + kSuffix).toStdString();
}

QStringList PresetStore::names() const {
    if (folder_.empty())
        return {};
    QStringList names;
    const QDir folder(QString::fromStdString(folder_.string()));
    for (const auto& file : folder.entryList({QLatin1Char('*') + kSuffix}, QDir::Files | QDir::Readable))
        names << QUrl::fromPercentEncoding(QByteArray(file.toUtf8()).chopped(kSuffix.size()));
    QCollator order;
    order.setNumericMode(true);
    std::sort(names.begin(), names.end(), order);
    return names;
}

void PresetStore::save(const QString& name, const Request& request) const {
    std::filesystem::create_directories(folder_);
    writeTextFile(fileOf(name), requestToJson(request));
}

Request PresetStore::load(const QString& name) const {
    Warnings warnings;
    return requestFromJson(readTextFile(fileOf(name)), warnings);
}

void PresetStore::remove(const QString& name) const {
    std::error_code gone;
    std::filesystem::remove(fileOf(name), gone);
}

} // namespace ottava::ui
