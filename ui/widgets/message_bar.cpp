#include "ui/widgets/message_bar.h"

#include "ui/widgets/icons.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace ottava::ui {

namespace {

constexpr int kMaxRows = 3;

QString levelName(MessageLevel level) {
    switch (level) {
    case MessageLevel::Info:
        return QStringLiteral("info");
    case MessageLevel::Warning:
        return QStringLiteral("warning");
    case MessageLevel::Error:
        return QStringLiteral("error");
    }
    return {};
}

} // namespace

MessageBar::MessageBar(QWidget* parent) : QWidget(parent), rows_(new QVBoxLayout(this)) {
    rows_->setContentsMargins(0, 0, 0, 0);
    rows_->setSpacing(6);
    setAccessibleName(tr("Messages"));
    hide();
}

void MessageBar::add(const Message& message) {
    const auto old = findChildren<QWidget*>(QStringLiteral("message"), Qt::FindDirectChildrenOnly);
    for (auto* row : old) {
        if (row->accessibleName() == message.what)
            removeRow(row);
    }
    while (count() >= kMaxRows)
        removeRow(rows_->itemAt(0)->widget());
    rows_->addWidget(makeRow(message));
    show();
}

void MessageBar::clear() {
    while (count() > 0)
        removeRow(rows_->itemAt(0)->widget());
}

int MessageBar::count() const {
    return rows_->count();
}

QWidget* MessageBar::makeRow(const Message& message) {
    auto* row = new QFrame(this);
    row->setObjectName(QStringLiteral("message"));
    row->setProperty("role", "message");
    row->setProperty("level", levelName(message.level));
    row->setAccessibleName(message.what);
    row->setAccessibleDescription(message.remedy);
    row->setToolTip(message.detail);

    auto* sign = new QLabel(row);
    sign->setPixmap(icon(levelName(message.level)).pixmap(18, 18));
    auto* text = new QLabel(row);
    text->setTextFormat(Qt::RichText);
    text->setText(QStringLiteral("<b>%1</b> %2").arg(message.what.toHtmlEscaped(), message.remedy.toHtmlEscaped()));
    text->setWordWrap(true);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* shut = new QToolButton(row);
    shut->setIcon(icon(QStringLiteral("cancel")));
    shut->setProperty("role", "flat");
    shut->setAccessibleName(tr("Close this message"));
    shut->setToolTip(tr("Close"));
    connect(shut, &QToolButton::clicked, this, [this, row] { removeRow(row); });

    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(12, 7, 8, 7);
    layout->setSpacing(10);
    layout->addWidget(sign);
    layout->addWidget(text, 1);
    for (const auto& action : message.actions) {
        auto* button = new QPushButton(action.text, row);
        connect(button, &QPushButton::clicked, this, [this, row, run = action.run] {
            removeRow(row);
            run();
        });
        layout->addWidget(button);
    }
    if (message.level == MessageLevel::Error) {
        auto* report = new QPushButton(tr("Copy report"), row);
        connect(
            report, &QPushButton::clicked, this,
            [this, what = message.detail.isEmpty() ? message.what : message.detail] { emit reportRequested(what); });
        layout->addWidget(report);
    }
    layout->addWidget(shut);
    return row;
}

void MessageBar::removeRow(QWidget* row) {
    rows_->removeWidget(row);
    row->hide();
    row->setObjectName({});
    row->deleteLater();
    setVisible(rows_->count() > 0);
}

} // namespace ottava::ui
