#include "ui/library/take_delegate.h"

#include "ui/library/take_list_model.h"
#include "ui/playback/take_facts.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/theme.h"

#include <QLineEdit>
#include <QPainter>

namespace ottava::ui {

namespace {

constexpr int kMarginX = 10, kMarginY = 6, kLineGap = 2;

QFont smallFont(const QStyleOptionViewItem& option) {
    auto font = option.font;
    font.setPointSizeF(font.pointSizeF() * 0.88);
    return font;
}

QFont titleFont(const QStyleOptionViewItem& option) {
    auto font = option.font;
    font.setWeight(QFont::DemiBold);
    return font;
}

QRect titleLine(const QStyleOptionViewItem& option) {
    const auto box = option.rect.adjusted(kMarginX, kMarginY, -kMarginX, -kMarginY);
    return {box.left(), box.top(), box.width(), QFontMetrics(titleFont(option)).height()};
}

void paintSecondLine(QPainter& painter, const QRect& line, const QModelIndex& index) {
    const auto& colors = currentColors();
    const auto metrics = painter.fontMetrics();
    const auto problem = index.data(TakeListModel::Problem).toString();
    if (!problem.isEmpty()) {
        icon(QStringLiteral("warning")).paint(&painter, QRect(line.left(), line.top(), line.height(), line.height()));
        const auto text = line.adjusted(line.height() + 5, 0, 0, 0);
        painter.setPen(colors.error);
        painter.drawText(text, Qt::AlignVCenter, metrics.elidedText(problem, Qt::ElideRight, text.width()));
        return;
    }
    auto rest = line;
    if (const auto stars = index.data(TakeListModel::Stars).toInt(); stars > 0) {
        const auto text = QString(stars, QChar(0x2605));
        painter.setPen(colors.warning);
        painter.drawText(rest, Qt::AlignVCenter, text);
        rest.setLeft(rest.left() + metrics.horizontalAdvance(text) + 8);
    }
    painter.setPen(colors.mutedText);
    const auto details = index.data(TakeListModel::Details).toString();
    painter.drawText(rest, Qt::AlignVCenter, metrics.elidedText(details, Qt::ElideRight, rest.width()));
}

} // namespace

void TakeDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const auto& colors = currentColors();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRectF back = QRectF(option.rect).adjusted(3, 1.5, -3, -1.5);
    painter->setPen(option.state.testFlag(QStyle::State_HasFocus) ? QPen(colors.accent, 1) : QPen(Qt::NoPen));
    if (option.state.testFlag(QStyle::State_Selected))
        painter->setBrush(colors.accentSoft);
    else if (option.state.testFlag(QStyle::State_MouseOver))
        painter->setBrush(colors.panel);
    painter->drawRoundedRect(back, 6, 6);

    auto line = titleLine(option);
    painter->setFont(smallFont(option));
    const auto duration = index.data(TakeListModel::Duration).toString();
    painter->setPen(colors.mutedText);
    painter->drawText(line, Qt::AlignRight | Qt::AlignVCenter, duration);
    auto title = line;
    title.setRight(line.right() - painter->fontMetrics().horizontalAdvance(duration) - 8);
    painter->setFont(titleFont(option));
    painter->setPen(colors.text);
    painter->drawText(title, Qt::AlignVCenter,
                      painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideMiddle, title.width()));

    painter->setFont(smallFont(option));
    line.moveTop(line.bottom() + 1 + kLineGap);
    line.setHeight(painter->fontMetrics().height());
    paintSecondLine(*painter, line, index);
    painter->restore();
}

QSize TakeDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const {
    const auto lines = QFontMetrics(titleFont(option)).height() + kLineGap + QFontMetrics(smallFont(option)).height();
    return {160, lines + 2 * kMarginY};
}

QWidget* TakeDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem&, const QModelIndex&) const {
    auto* editor = new QLineEdit(parent);
    editor->setAccessibleName(tr("Title"));
    editor->setMaxLength(200);
    return editor;
}

void TakeDelegate::updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option, const QModelIndex&) const {
    const auto tall = editor->sizeHint().height();
    editor->setGeometry(option.rect.left() + 4, option.rect.top() + 2, option.rect.width() - 8, tall);
}

} // namespace ottava::ui
