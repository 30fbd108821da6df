#include "ui/widgets/limit_sheet.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace ottava::ui {

LimitSheet::LimitSheet(const QString& reason, QWidget* parent) : Popup(parent) {
    setAccessibleName(tr("Limit of this machine"));

    auto* text = new QLabel(reason, this);
    text->setWordWrap(true);
    text->setMinimumWidth(280);
    auto* note = new QLabel(tr("Going beyond it may run out of memory. Nothing is lost if it does."), this);
    note->setWordWrap(true);
    note->setProperty("role", "muted");
    auto* once = new QPushButton(tr("Try once"), this);
    auto* always = new QPushButton(tr("Always allow"), this);
    once->setObjectName(QStringLiteral("tryOnce"));
    always->setObjectName(QStringLiteral("alwaysAllow"));

    auto* buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(once);
    buttons->addWidget(always);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(14, 12, 14, 12);
    layout->setSpacing(8);
    layout->addWidget(text);
    layout->addWidget(note);
    layout->addLayout(buttons);

    const auto choose = [this](bool beyondThisTime) {
        emit chosen(beyondThisTime);
        close();
    };
    connect(once, &QPushButton::clicked, this, [choose] { choose(false); });
    connect(always, &QPushButton::clicked, this, [choose] { choose(true); });
    once->setFocus();
}

} // namespace ottava::ui
