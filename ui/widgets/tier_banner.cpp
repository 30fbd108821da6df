#include "ui/widgets/tier_banner.h"

#include "ui/widgets/elided_label.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/tier_text.h"
#include "ui/widgets/tier_why.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QToolButton>

#include <algorithm>

namespace ottava::ui {

TierBanner::TierBanner(QWidget* parent)
    : QFrame(parent),
      sign_(new QLabel(this)),
      device_(new ElidedLabel(this)),
      tier_(new QLabel(this)),
      allowance_(new ElidedLabel(this)),
      lmLabel_(new QLabel(tr("Language model"), this)),
      lms_(new QComboBox(this)),
      why_(new QToolButton(this)),
      free_(new QToolButton(this)) {
    setProperty("role", "strip");
    setAccessibleName(tr("This machine"));
    sign_->setPixmap(icon(QStringLiteral("chip")).pixmap(20, 20));
    device_->setFullText(tr("Looking at this machine…"));
    tier_->setProperty("role", "badge");
    tier_->hide();
    lmLabel_->setBuddy(lms_);
    lms_->setAccessibleName(tr("Language model"));
    lms_->setToolTip(tr("Plans songs from a few words; needs memory, so the limits change with it."));
    why_->setText(tr("Why?"));
    why_->setAccessibleName(tr("Why this tier"));
    free_->setObjectName(QStringLiteral("freeMemory"));
    for (auto* widget : {static_cast<QWidget*>(lmLabel_), static_cast<QWidget*>(lms_), static_cast<QWidget*>(why_),
                         static_cast<QWidget*>(free_)})
        widget->hide();

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 6, 8, 6);
    layout->setSpacing(10);
    layout->addWidget(sign_);
    layout->addWidget(device_);
    layout->addWidget(tier_);
    layout->addWidget(allowance_);
    layout->addStretch(1);
    layout->addWidget(lmLabel_);
    layout->addWidget(lms_);
    layout->addWidget(why_);
    layout->addWidget(free_);

    connect(why_, &QToolButton::clicked, this, [this] { openWhy(); });
    connect(free_, &QToolButton::clicked, this, &TierBanner::freeRequested);
    connect(lms_, &QComboBox::activated, this, [this] {
        showAllowance();
        emit lmChosen(lm());
    });
}

void TierBanner::setLimits(const Limits& limits, const Warnings& warnings,
                           const std::vector<std::string>& installedLms) {
    const auto chosen = lm();
    limits_ = limits;
    warnings_ = warnings;
    device_->setFullText(deviceText(limits.device));
    tier_->setText(tierTitle(limits));
    const bool card = limits.device.kind == Device::Kind::Cuda;
    free_->setText(card ? tr("Free VRAM") : tr("Free memory"));
    free_->setToolTip(tr("Loaded models leave memory; the next song loads them again."));
    fillLms(installedLms);
    setLm(chosen);
    for (auto* widget : {static_cast<QWidget*>(tier_), static_cast<QWidget*>(lmLabel_), static_cast<QWidget*>(lms_),
                         static_cast<QWidget*>(why_), static_cast<QWidget*>(free_)})
        widget->show();
}

void TierBanner::fillLms(const std::vector<std::string>& installedLms) {
    const QSignalBlocker quiet(lms_);
    lms_->clear();
    lms_->addItem(limits_->lmAllowed() ? tr("Off") : tr("None in this tier"), QString());
    for (const auto& lm : limits_->tier.lms) {
        const auto installed = std::find(installedLms.begin(), installedLms.end(), lm.name) != installedLms.end();
        lms_->addItem(installed ? lmShortName(lm.name) : tr("%1 (not installed)").arg(lmShortName(lm.name)),
                      QString::fromStdString(lm.name));
    }
    if (limits_->overrides.allowLm.value_or(false)) {
        for (const auto& name : installedLms) {
            if (!limits_->tier.lm(name))
                lms_->addItem(tr("%1 (beyond this tier)").arg(lmShortName(name)), QString::fromStdString(name));
        }
    }
    lms_->setEnabled(lms_->count() > 1);
}

void TierBanner::setLm(const std::optional<std::string>& lm) {
    const QSignalBlocker quiet(lms_);
    lms_->setCurrentIndex(lm ? std::max(0, lms_->findData(QString::fromStdString(*lm))) : 0);
    showAllowance();
}

std::optional<std::string> TierBanner::lm() const {
    const auto name = lms_->currentData().toString();
    return name.isEmpty() ? std::nullopt : std::optional(name.toStdString());
}

void TierBanner::showAllowance() {
    if (limits_)
        allowance_->setFullText(allowanceText(*limits_, lm().has_value()));
}

void TierBanner::openWhy() {
    auto* sheet = new TierWhy(*limits_, warnings_, this);
    sheet->openAt(why_);
}

} // namespace ottava::ui
