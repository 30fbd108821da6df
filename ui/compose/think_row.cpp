#include "ui/compose/think_row.h"

#include "ui/widgets/icons.h"
#include "ui/widgets/limit_sheet.h"
#include "ui/widgets/tier_text.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QToolButton>

namespace ottava::ui {

ThinkRow::ThinkRow(QWidget* parent)
    : QWidget(parent),
      box_(new QCheckBox(tr("Think: plan the song first"), this)),
      lock_(new QToolButton(this)),
      why_(new QLabel(this)) {
    box_->setObjectName(QStringLiteral("think"));
    box_->setToolTip(tr("A language model fills in what is open and sketches the song before it is made"));
    lock_->setObjectName(QStringLiteral("thinkLock"));
    lock_->setIcon(icon(QStringLiteral("lock")));
    lock_->setProperty("role", "flat");
    lock_->setAccessibleName(tr("Why there is no planner, and how to use one all the same"));
    why_->setObjectName(QStringLiteral("thinkWhy"));
    why_->setProperty("role", "muted");
    why_->setWordWrap(true);
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setVerticalSpacing(2);
    grid->setColumnStretch(0, 1);
    grid->addWidget(box_, 0, 0);
    grid->addWidget(lock_, 0, 1);
    grid->addWidget(why_, 1, 0, 1, 2);
    connect(box_, &QCheckBox::toggled, this, &ThinkRow::toggle);
    connect(lock_, &QToolButton::clicked, this, [this] {
        auto* sheet = new LimitSheet(reason_, this);
        connect(sheet, &LimitSheet::chosen, this, &ThinkRow::overrideRequested);
        sheet->openAt(lock_);
    });
    show(nullptr);
}

void ThinkRow::setState(PlannerState state, const Limits& limits) {
    state_ = state;
    show(&limits);
}

void ThinkRow::setThinking(bool on) {
    wish_ = on;
    show(nullptr);
}

void ThinkRow::toggle(bool on) {
    wish_ = on;
    if (on && state_ == PlannerState::Off)
        emit plannerWanted();
    emit changed();
}

void ThinkRow::show(const Limits* limits) {
    const QSignalBlocker quiet(box_);
    box_->setChecked(isInUse());
    box_->setEnabled(state_ == PlannerState::Ready || state_ == PlannerState::Off);
    lock_->setVisible(state_ == PlannerState::BeyondTier);
    if (state_ == PlannerState::BeyondTier && limits)
        reason_ = tr("%1 has too little memory for a language model.").arg(tierTitle(*limits));
    else if (state_ == PlannerState::NotInstalled)
        reason_ = tr("No language model is installed.");
    else if (state_ != PlannerState::BeyondTier)
        reason_.clear();
    why_->setText(reason_);
    why_->setVisible(!reason_.isEmpty());
    lock_->setToolTip(reason_);
}

} // namespace ottava::ui
