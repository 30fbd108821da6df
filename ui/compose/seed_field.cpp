#include "ui/compose/seed_field.h"

#include "ui/widgets/icons.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QRandomGenerator>
#include <QRegularExpressionValidator>
#include <QToolButton>

namespace ottava::ui {

namespace {

constexpr qint64 kMaxSeed = 0xFFFFFFFFLL;

} // namespace

SeedField::SeedField(const QString& title, QWidget* parent)
    : QWidget(parent), number_(new QLineEdit(this)), lock_(new QToolButton(this)), dice_(new QToolButton(this)) {
    auto* label = new QLabel(title, this);
    label->setBuddy(number_);
    number_->setAccessibleName(title);
    number_->setPlaceholderText(tr("new each time"));
    number_->setValidator(new QRegularExpressionValidator(QRegularExpression(QStringLiteral("[0-9]{0,10}")), this));
    lock_->setIcon(icon(QStringLiteral("lock")));
    lock_->setCheckable(true);
    lock_->setAccessibleName(tr("%1: keep it").arg(title));
    lock_->setToolTip(tr("Keep this seed: the same form gives the same song again"));
    dice_->setIcon(icon(QStringLiteral("dice")));
    dice_->setAccessibleName(tr("%1: roll a new one").arg(title));
    dice_->setToolTip(tr("Roll a new seed and keep it"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(label);
    layout->addWidget(number_, 1);
    layout->addWidget(lock_);
    layout->addWidget(dice_);

    connect(number_, &QLineEdit::textEdited, this, [this](const QString& text) {
        lock_->setChecked(!text.isEmpty());
        emit changed();
    });
    connect(lock_, &QToolButton::clicked, this, [this](bool on) {
        if (on && number_->text().isEmpty())
            dice_->click();
        emit changed();
    });
    connect(dice_, &QToolButton::clicked, this, [this] {
        setSeed(static_cast<qint64>(QRandomGenerator::global()->generate()));
        emit changed();
    });
}

std::optional<qint64> SeedField::seed() const {
    bool valid = false;
    const auto number = number_->text().toLongLong(&valid);
    if (!lock_->isChecked() || !valid)
        return std::nullopt;
    return std::min(number, kMaxSeed);
}

void SeedField::setSeed(std::optional<qint64> seed) {
    lock_->setChecked(seed.has_value());
    number_->setText(seed ? QString::number(*seed) : QString());
}

void SeedField::showUsed(qint64 seed) {
    if (!lock_->isChecked())
        number_->setText(QString::number(seed));
}

} // namespace ottava::ui
