#include "ui/library/undo_toast.h"

#include "ui/widgets/elided_label.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QTimer>

#include <utility>

namespace ottava::ui {

namespace {

constexpr int kShownMs = 10'000;

} // namespace

UndoToast::UndoToast(QWidget* parent) : QFrame(parent), text_(new ElidedLabel(this)), timer_(new QTimer(this)) {
    setProperty("role", "message");
    auto* button = new QPushButton(tr("Undo"), this);
    button->setObjectName(QStringLiteral("undo"));
    button->setToolTip(tr("Undo (Ctrl+Z)"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(10, 5, 6, 5);
    layout->addWidget(text_, 1);
    layout->addWidget(button);
    timer_->setSingleShot(true);
    timer_->setInterval(kShownMs);
    connect(timer_, &QTimer::timeout, this, &QWidget::hide);
    connect(button, &QPushButton::clicked, this, &UndoToast::undo);
    hide();
}

void UndoToast::offer(const QString& text, std::function<void()> undo) {
    undo_ = std::move(undo);
    text_->setFullText(text);
    show();
    timer_->start();
}

void UndoToast::undo() {
    hide();
    timer_->stop();
    if (const auto undo = std::exchange(undo_, nullptr))
        undo();
}

} // namespace ottava::ui
