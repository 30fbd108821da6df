#include "ui/playback/drag_handle.h"

#include "ui/widgets/icons.h"
#include "ui/widgets/theme.h"

#include <QApplication>
#include <QMouseEvent>
#include <QPainter>

namespace ottava::ui {

DragHandle::DragHandle(DragFiles& files, QWidget* parent)
    : QPushButton(tr("Drag me to your DAW"), parent), files_(files) {
    setObjectName(QStringLiteral("dragHandle"));
    setCursor(Qt::OpenHandCursor);
    setAccessibleName(tr("Drag me to your DAW"));
    setAccessibleDescription(tr("Carries the take as a 24-bit WAV file. Press it to copy the file to the clipboard."));
    setToolTip(tr("Drag it into a DAW or a file manager: it carries the take as a 24-bit WAV file.\n"
                  "Press it to copy that file to the clipboard (Ctrl+C)."));
    connect(this, &QPushButton::clicked, this, &DragHandle::copyRequested);
    connect(&files_, &DragFiles::prepared, this, [this](const QString& id) {
        if (waiting_ && take_ && take_->id == id)
            dragWhenReady();
    });
    connect(&files_, &DragFiles::failed, this, [this] { waiting_ = false; });
    setTake(std::nullopt);
}

void DragHandle::setTake(std::optional<TakeFile> take) {
    take_ = std::move(take);
    waiting_ = false;
    setEnabled(take_.has_value());
}

QSize DragHandle::sizeHint() const {
    return QPushButton::sizeHint() + QSize(44, 4);
}

void DragHandle::prepare() {
    if (take_ && !files_.ready(*take_))
        files_.prepare(*take_);
}

void DragHandle::enterEvent(QEnterEvent* event) {
    prepare();
    QPushButton::enterEvent(event);
}

void DragHandle::mousePressEvent(QMouseEvent* event) {
    pressedAt_ = event->pos();
    QPushButton::mousePressEvent(event);
}

void DragHandle::mouseMoveEvent(QMouseEvent* event) {
    const auto far = (event->pos() - pressedAt_).manhattanLength() >= QApplication::startDragDistance();
    if (!take_ || waiting_ || !event->buttons().testFlag(Qt::LeftButton) || !far)
        return;
    waiting_ = true;
    setDown(false); // what follows is no click
    dragWhenReady();
}

void DragHandle::mouseReleaseEvent(QMouseEvent* event) {
    if (std::exchange(waiting_, false))
        setDown(false);
    QPushButton::mouseReleaseEvent(event);
}

void DragHandle::dragWhenReady() {
    const auto file = files_.ready(*take_);
    if (!file)
        return files_.prepare(*take_);
    waiting_ = false;
    startFileDrag(*this, {toQString(*file)}, run_);
}

void DragHandle::paintEvent(QPaintEvent*) {
    const auto& colors = currentColors();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const auto active = isEnabled() && (underMouse() || hasFocus());
    QPen edge(active ? colors.accent : colors.border, 1.3, Qt::DashLine);
    edge.setDashPattern({4, 3});
    painter.setPen(edge);
    painter.setBrush(isDown() || active ? colors.accentSoft : colors.field);
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 7, 7);
    const auto textColor = isEnabled() ? colors.text : colors.mutedText;
    painter.setPen(Qt::NoPen);
    painter.setBrush(isEnabled() ? colors.mutedText : colors.border);
    for (int i = 0; i < 6; ++i) // the grip
        painter.drawEllipse(QPointF(13 + 5 * (i % 2), height() / 2.0 - 5 + 5 * (i / 2)), 1.3, 1.3);
    const QRect iconBox(width() - 30, (height() - 18) / 2, 18, 18);
    ui::icon(QStringLiteral("drag"))
        .paint(&painter, iconBox, Qt::AlignCenter, isEnabled() ? QIcon::Normal : QIcon::Disabled);
    painter.setPen(textColor);
    painter.drawText(rect().adjusted(24, 0, -32, 0), Qt::AlignCenter, text());
}

} // namespace ottava::ui
