#include "ui/playback/file_drag.h"

#include "ui/widgets/icons.h"
#include "ui/widgets/theme.h"

#include <QClipboard>
#include <QDrag>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMimeData>
#include <QPainter>
#include <QUrl>
#include <QWidget>

namespace ottava::ui {

std::unique_ptr<QMimeData> fileMimeData(const QStringList& files) {
    QList<QUrl> urls;
    QByteArray pasted("copy");
    for (const auto& file : files) {
        urls << QUrl::fromLocalFile(file);
        pasted += '\n' + urls.back().toEncoded();
    }
    auto data = std::make_unique<QMimeData>();
    data->setUrls(urls);
    data->setData(QStringLiteral("x-special/gnome-copied-files"), pasted);
    return data;
}

QPixmap dragPixmap(const QString& name, const QWidget& source) {
    const auto& colors = currentColors();
    const auto metrics = source.fontMetrics();
    const auto text = metrics.elidedText(name, Qt::ElideMiddle, 320);
    const QSize size(metrics.horizontalAdvance(text) + 44, metrics.height() + 14);
    const auto ratio = source.devicePixelRatioF();
    QPixmap pixmap(size * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(source.font());
    painter.setPen(QPen(colors.accent, 1.5));
    painter.setBrush(colors.accentSoft);
    painter.drawRoundedRect(QRectF(QPointF(1, 1), QSizeF(size) - QSizeF(2, 2)), 7, 7);
    icon(QStringLiteral("note")).paint(&painter, QRect(10, (size.height() - 18) / 2, 18, 18));
    painter.setPen(colors.text);
    painter.drawText(QRectF(34, 0, size.width() - 34, size.height()), Qt::AlignVCenter | Qt::AlignLeft, text);
    return pixmap;
}

void execFileDrag(QDrag& drag, Qt::DropActions actions) {
    drag.exec(actions, Qt::CopyAction);
}

void startFileDrag(QWidget& source, const QStringList& files, const DragRunner& run) {
    auto* drag = new QDrag(&source); // Qt deletes it when the drag is over
    drag->setMimeData(fileMimeData(files).release());
    const auto name = QFileInfo(files.value(0)).fileName();
    const auto pixmap = dragPixmap(name, source);
    drag->setPixmap(pixmap);
    drag->setHotSpot(QPoint(18, static_cast<int>(pixmap.height() / pixmap.devicePixelRatio()) / 2));
    run(*drag, kFileDragActions);
}

void copyFiles(const QStringList& files) {
    QGuiApplication::clipboard()->setMimeData(fileMimeData(files).release());
}

} // namespace ottava::ui
