#include "ui/compose/plan_row.h"

#include "ui/widgets/icons.h"

#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QStyle>
#include <QToolButton>

#include <algorithm>

namespace ottava::ui {

namespace {

constexpr int kOldChars = 160; // of a long text: enough to know it again
constexpr int kCaptionLines = 4, kLyricsLines = 8;

QToolButton* flatButton(const QString& iconName, const QString& name, QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setIcon(icon(iconName));
    button->setProperty("role", "flat");
    button->setAccessibleName(name);
    button->setToolTip(name);
    return button;
}

} // namespace

PlanRow::PlanRow(PlannedField field, QWidget* parent) : QWidget(parent), field_(field) {
    build(field == PlannedField::Caption || field == PlannedField::Lyrics);
    if (block_)
        connect(block_, &QPlainTextEdit::textChanged, this, [this] { describe(); });
    else
        connect(line_, &QLineEdit::textChanged, this, [this] { describe(); });
    connect(lock_, &QToolButton::toggled, this, &PlanRow::changed);
    connect(revert_, &QToolButton::clicked, this, [this] { setText(typed_); });
}

void PlanRow::build(bool longText) {
    const auto name = fieldName(field_);
    QWidget* editor = nullptr;
    if (longText) {
        editor = block_ = new QPlainTextEdit(this);
        block_->setTabChangesFocus(true);
        const auto lines = field_ == PlannedField::Lyrics ? kLyricsLines : kCaptionLines;
        block_->setFixedHeight(fontMetrics().lineSpacing() * lines + 16);
    } else
        editor = line_ = new QLineEdit(this);
    editor->setAccessibleName(name);
    auto* label = new QLabel(name, this);
    label->setBuddy(editor);
    label->setProperty("role", "heading");
    origin_ = new QLabel(this);
    origin_->setProperty("origin", "unchanged");
    old_ = new QLabel(this);
    old_->setProperty("role", "muted");
    old_->setTextFormat(Qt::PlainText);
    old_->setWordWrap(true);
    lock_ = flatButton(QStringLiteral("lock"), tr("%1: keep this value in the next plan").arg(name), this);
    lock_->setCheckable(true);
    revert_ = flatButton(QStringLiteral("undo"), tr("%1: back to what was typed").arg(name), this);

    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(6);
    grid->setVerticalSpacing(3);
    grid->setColumnStretch(1, 1);
    grid->addWidget(label, 0, 0);
    grid->addWidget(origin_, 0, 1, Qt::AlignLeft | Qt::AlignVCenter);
    grid->addWidget(lock_, 0, 2);
    grid->addWidget(revert_, 0, 3);
    grid->addWidget(editor, 1, 0, 1, 4);
    grid->addWidget(old_, 2, 0, 1, 4);
}

void PlanRow::load(const QString& typed, const QString& written) {
    typed_ = typed;
    setText(written);
    describe();
}

void PlanRow::setText(const QString& text) {
    if (block_)
        block_->setPlainText(text);
    else
        line_->setText(text);
}

QString PlanRow::text() const {
    return block_ ? block_->toPlainText() : line_->text();
}

bool PlanRow::isLocked() const {
    return lock_->isChecked();
}

void PlanRow::setInvalid(bool invalid) {
    auto* editor = block_ ? static_cast<QWidget*>(block_) : line_;
    if (editor->property("invalid").toBool() == invalid)
        return;
    editor->setProperty("invalid", invalid);
    editor->style()->unpolish(editor);
    editor->style()->polish(editor);
}

void PlanRow::describe() {
    const auto origin = originOf(typed_, text());
    const auto look = origin == FieldOrigin::Unchanged ? QStringLiteral("unchanged") : QStringLiteral("written");
    if (origin_->property("origin").toString() != look) {
        origin_->setProperty("origin", look);
        origin_->style()->unpolish(origin_);
        origin_->style()->polish(origin_);
    }
    origin_->setText(originText(origin));
    revert_->setEnabled(origin != FieldOrigin::Unchanged);
    const auto old = typed_.size() > kOldChars ? typed_.left(kOldChars).trimmed() + QStringLiteral("…") : typed_;
    old_->setText(tr("You typed: %1").arg(old));
    old_->setVisible(origin == FieldOrigin::Changed);
    emit changed();
}

} // namespace ottava::ui
