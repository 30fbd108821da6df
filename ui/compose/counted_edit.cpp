#include "ui/compose/counted_edit.h"

#include "ui/compose/request_draft.h"

#include <QGridLayout>
#include <QLabel>
#include <QLocale>
#include <QStyle>

namespace ottava::ui {

CountedEdit::CountedEdit(const QString& title, int maximum, QWidget* parent)
    : QWidget(parent), maximum_(maximum), edit_(new QPlainTextEdit(this)), counter_(new QLabel(this)) {
    auto* label = new QLabel(title, this);
    label->setBuddy(edit_);
    label->setProperty("role", "heading");
    edit_->setAccessibleName(title);
    edit_->setTabChangesFocus(true);
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setVerticalSpacing(4);
    grid->addWidget(label, 0, 0);
    grid->addWidget(counter_, 0, 1, Qt::AlignRight);
    grid->addWidget(edit_, 1, 0, 1, 2);
    grid->setRowStretch(1, 1);
    connect(edit_, &QPlainTextEdit::textChanged, this, [this] {
        count();
        emit changed();
    });
    count();
}

void CountedEdit::setVisibleLines(int least, std::optional<int> most) {
    const auto height = [this](int lines) { return edit_->fontMetrics().lineSpacing() * lines + 20; };
    edit_->setMinimumHeight(height(least));
    if (most)
        edit_->setMaximumHeight(height(*most));
}

void CountedEdit::yieldRoom() {
    edit_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Ignored);
}

bool CountedEdit::isTooLong() const {
    return characterCount(text()) > maximum_;
}

void CountedEdit::count() {
    const QLocale locale;
    counter_->setText(tr("%1 / %2").arg(locale.toString(characterCount(text())), locale.toString(maximum_)));
    counter_->setAccessibleName(tr("Characters used: %1").arg(counter_->text()));
    const auto role = isTooLong() ? QStringLiteral("problem") : QStringLiteral("muted");
    if (counter_->property("role").toString() == role)
        return;
    counter_->setProperty("role", role);
    edit_->setProperty("invalid", isTooLong());
    for (auto* widget : {static_cast<QWidget*>(counter_), static_cast<QWidget*>(edit_)}) {
        widget->style()->unpolish(widget);
        widget->style()->polish(widget);
    }
}

} // namespace ottava::ui
