#include "ui/compose/song_basics.h"

#include "ui/compose/choices.h"
#include "ui/widgets/bounded_slider.h"
#include "ui/widgets/tier_text.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QRadioButton>
#include <QVBoxLayout>

#include <algorithm>

namespace ottava::ui {

namespace {

constexpr double kLengthStepSeconds = 5;

} // namespace

SongBasics::SongBasics(QWidget* parent)
    : QWidget(parent),
      vocals_(new QRadioButton(tr("Vocals"), this)),
      instrumental_(new QRadioButton(tr("Instrumental"), this)),
      language_(new QComboBox(this)),
      length_(new BoundedSlider(tr("Length"), SliderUnit::Time, this)),
      takes_(new BoundedSlider(tr("Takes"), SliderUnit::Count, this)) {
    build();
    length_->setObjectName(QStringLiteral("length"));
    takes_->setObjectName(QStringLiteral("takes"));
    length_->setRange(kMinDurationSeconds, kMaxDurationSeconds, kLengthStepSeconds);
    takes_->setRange(1, kMaxBatch, 1);
    load(RequestDraft{});

    connect(vocals_, &QRadioButton::toggled, this, [this](bool on) {
        language_->setEnabled(on);
        emit changed();
    });
    connect(language_, &QComboBox::currentIndexChanged, this, &SongBasics::changed);
    connect(length_, &BoundedSlider::valueChanged, this, &SongBasics::changed);
    connect(takes_, &BoundedSlider::valueChanged, this, &SongBasics::changed);
    connect(length_, &BoundedSlider::overrideRequested, this,
            [this](bool always) { emit overrideRequested(LimitKind::Duration, always); });
    connect(takes_, &BoundedSlider::overrideRequested, this,
            [this](bool always) { emit overrideRequested(LimitKind::Batch, always); });
}

void SongBasics::build() {
    fillLanguages(*language_);
    language_->setAccessibleName(tr("Language of the vocals"));
    language_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    language_->setMinimumContentsLength(8);
    auto* languageLabel = new QLabel(tr("Language"), this);
    languageLabel->setBuddy(language_);

    auto* voice = new QHBoxLayout;
    voice->setSpacing(16);
    voice->addWidget(vocals_);
    voice->addWidget(instrumental_);
    voice->addStretch();
    auto* language = new QHBoxLayout;
    language->setSpacing(10);
    language->addWidget(languageLabel);
    language->addWidget(language_, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(10);
    layout->addLayout(voice);
    layout->addLayout(language);
    layout->addWidget(length_);
    layout->addWidget(takes_);
}

void SongBasics::setLimits(const Limits& limits, bool withLm) {
    const auto inForce = limits.inForce(withLm);
    length_->setLimit(inForce.maxDurationSeconds, durationReason(limits, withLm));
    takes_->setLimit(inForce.maxBatch, batchReason(limits, withLm));
}

void SongBasics::load(const RequestDraft& draft) {
    (draft.instrumental ? instrumental_ : vocals_)->setChecked(true);
    selectCode(*language_, draft.language);
    length_->setValue(draft.durationSeconds);
    takes_->setValue(draft.takes);
}

void SongBasics::store(RequestDraft& draft) const {
    draft.instrumental = instrumental_->isChecked();
    draft.language = language_->currentData().toString();
    draft.durationSeconds = length_->value();
    draft.takes = static_cast<int>(takes_->value());
}

} // namespace ottava::ui
