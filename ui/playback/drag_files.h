#pragma once

#include "ui/playback/take_file.h"

#include <QObject>
#include <QSet>

#include <optional>

namespace ottava::ui {

/// The files that takes are dragged out as: real ones in the exports folder, never temporary ones, since a DAW links
/// to what it is given. Each is written once, in the background, as soon as somebody reaches for it; which file
/// belongs to which take is remembered from run to run. GUI thread.
class DragFiles : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    /// What the files say of their takes; a file that was written under another choice is not used any more.
    void setEmbed(const EmbedChoice& embed) { embed_ = embed; }
    /// The take's file when it is there and still up to date.
    std::optional<std::filesystem::path> ready(const TakeFile& take) const;
    /// Sees to it that there is one; ends in `prepared` (at once, when it exists) or `failed`.
    void prepare(const TakeFile& take);

signals:
    void prepared(QString id, QString file);
    void failed(QString what, QString remedy);

private:
    QString keyOf(const TakeFile& take) const;

    EmbedChoice embed_;
    QSet<QString> underWay_;
};

} // namespace ottava::ui
