#pragma once

#include "ui/playback/take_file.h"

#include <QObject>
#include <QSet>

#include <map>
#include <optional>

namespace ottava::ui {

/// The files that takes are dragged out as: real ones in the exports folder, never temporary ones, since a DAW links
/// to what it is given. Each is written once, in the background, as soon as somebody reaches for it; which file
/// belongs to which take is remembered from run to run. GUI thread.
class DragFiles : public QObject {
    Q_OBJECT
public:
    explicit DragFiles(QObject* parent = nullptr);

    /// The take's file when it is there and still up to date.
    std::optional<std::filesystem::path> ready(const TakeFile& take) const;
    /// Sees to it that there is one; ends in `prepared` (at once, when it exists) or `failed`.
    void prepare(const TakeFile& take);

signals:
    void prepared(QString id, QString file);
    void failed(QString what, QString remedy);

private:
    static QString keyOf(const TakeFile& take);

    std::map<QString, std::filesystem::path> files_; ///< by key
    QSet<QString> underWay_;
};

} // namespace ottava::ui
