#include "ui/edit/strength_fields.h"

#include "ui/compose/counted_edit.h"
#include "ui/compose/request_draft.h"
#include "ui/compose/seed_field.h"
#include "ui/edit/word_slider.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QSpinBox>
#include <QVBoxLayout>

namespace ottava::ui {

namespace {

constexpr double kLongestAddition = 300; // s on either side
constexpr int kMostAverages = 8;

QVBoxLayout* columnOf(QWidget* fields) {
    auto* column = new QVBoxLayout(fields);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(10);
    return column;
}

} // namespace

CoverFields::CoverFields(QWidget* parent)
    : QWidget(parent),
      course_(new WordSlider(tr("Course of the song"),
                             {{0, tr("Free")},
                              {0.25, tr("Loosely related")},
                              {0.5, tr("Halfway")},
                              {0.75, tr("Near the source")},
                              {1, tr("Close to the source")}},
                             this)),
      sound_(new WordSlider(tr("Sound of the source"),
                            {{0, tr("Not kept")},
                             {0.2, tr("A trace of it")},
                             {0.5, tr("Half of it")},
                             {0.8, tr("Most of it")},
                             {1, tr("All of it")}},
                            this)),
      direct_(new QCheckBox(tr("Follow the sound itself instead of its codes"), this)) {
    course_->setObjectName(QStringLiteral("coverStrength"));
    sound_->setObjectName(QStringLiteral("coverNoise"));
    direct_->setObjectName(QStringLiteral("coverDirect"));
    direct_->setToolTip(tr("Keeps more detail of the recording and leaves less room for the new style"));
    auto* column = columnOf(this);
    column->addWidget(course_);
    column->addWidget(sound_);
    column->addWidget(direct_);
    for (auto* slider : {course_, sound_})
        connect(slider, &WordSlider::valueChanged, this, &CoverFields::changed);
    connect(direct_, &QCheckBox::toggled, this, &CoverFields::changed);
}

void CoverFields::load(const EditDraft& draft) {
    course_->setValue(draft.coverStrength);
    sound_->setValue(draft.coverNoise);
    direct_->setChecked(draft.coverDirect);
}

void CoverFields::store(EditDraft& draft) const {
    draft.coverStrength = course_->value();
    draft.coverNoise = sound_->value();
    draft.coverDirect = direct_->isChecked();
}

ExtendFields::ExtendFields(QWidget* parent)
    : QWidget(parent), before_(new QDoubleSpinBox(this)), after_(new QDoubleSpinBox(this)) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    const auto add = [&](QDoubleSpinBox* box, const QString& name, const char* objectName) {
        box->setObjectName(QLatin1String(objectName));
        box->setRange(0, kLongestAddition);
        box->setDecimals(1);
        box->setSuffix(tr(" s"));
        box->setButtonSymbols(QAbstractSpinBox::NoButtons);
        box->setAccessibleName(name);
        auto* label = new QLabel(name, this);
        label->setBuddy(box);
        row->addWidget(label);
        row->addWidget(box, 1);
        connect(box, &QDoubleSpinBox::valueChanged, this, &ExtendFields::changed);
    };
    add(before_, tr("Before"), "secondsBefore");
    row->addSpacing(8);
    add(after_, tr("After"), "secondsAfter");
}

void ExtendFields::load(const EditDraft& draft) {
    before_->setValue(draft.secondsBefore);
    after_->setValue(draft.secondsAfter);
}

void ExtendFields::store(EditDraft& draft) const {
    draft.secondsBefore = before_->value();
    draft.secondsAfter = after_->value();
}

MorphFields::MorphFields(QWidget* parent)
    : QWidget(parent),
      caption_(new CountedEdit(tr("What the source is"), kMaxCaptionChars, this)),
      lyrics_(new CountedEdit(tr("Lyrics of the source"), kMaxLyricsChars, this)),
      from_(new WordSlider(tr("Turns from"), {{0, tr("the very start")}, {0.5, tr("halfway")}, {1, tr("the end")}},
                           this)),
      to_(new WordSlider(tr("Turns until"), {{0, tr("the very start")}, {0.5, tr("halfway")}, {1, tr("the end")}},
                         this)),
      average_(new QSpinBox(this)) {
    caption_->setObjectName(QStringLiteral("morphCaption"));
    caption_->setVisibleLines(2, 3);
    caption_->setPlaceholder(tr("Genre, mood, instruments and voice of the recording"));
    lyrics_->setObjectName(QStringLiteral("morphLyrics"));
    lyrics_->setVisibleLines(2, 4);
    from_->setObjectName(QStringLiteral("morphFrom"));
    to_->setObjectName(QStringLiteral("morphTo"));
    average_->setObjectName(QStringLiteral("morphAverage"));
    average_->setRange(1, kMostAverages);
    average_->setButtonSymbols(QAbstractSpinBox::NoButtons);
    average_->setAccessibleName(tr("Averages"));
    average_->setToolTip(tr("Smoother, and as many times slower"));
    auto* form = new QFormLayout;
    form->addRow(tr("Averages"), average_);
    auto* column = columnOf(this);
    for (auto* widget : {static_cast<QWidget*>(caption_), static_cast<QWidget*>(lyrics_), static_cast<QWidget*>(from_),
                         static_cast<QWidget*>(to_)})
        column->addWidget(widget);
    column->addLayout(form);
    for (auto* edit : {caption_, lyrics_})
        connect(edit, &CountedEdit::changed, this, &MorphFields::changed);
    for (auto* slider : {from_, to_})
        connect(slider, &WordSlider::valueChanged, this, &MorphFields::changed);
    connect(average_, &QSpinBox::valueChanged, this, &MorphFields::changed);
}

void MorphFields::load(const EditDraft& draft) {
    caption_->setText(draft.morphCaption);
    lyrics_->setText(draft.morphLyrics);
    from_->setValue(draft.morphFrom);
    to_->setValue(draft.morphTo);
    average_->setValue(draft.morphAverage);
}

void MorphFields::describeSource(const QString& caption, const QString& lyrics) {
    caption_->setText(caption);
    lyrics_->setText(lyrics);
}

void MorphFields::store(EditDraft& draft) const {
    draft.morphCaption = caption_->text();
    draft.morphLyrics = lyrics_->text();
    draft.morphFrom = from_->value();
    draft.morphTo = to_->value();
    draft.morphAverage = average_->value();
}

RetakeFields::RetakeFields(QWidget* parent)
    : QWidget(parent),
      variance_(new WordSlider(tr("How different"),
                               {{0, tr("The same")},
                                {0.2, tr("A little different")},
                                {0.5, tr("Clearly different")},
                                {0.8, tr("Hardly the same")},
                                {1, tr("Another song")}},
                               this)),
      seed_(new SeedField(tr("Seed"), this)) {
    variance_->setObjectName(QStringLiteral("retakeVariance"));
    auto* column = columnOf(this);
    column->addWidget(variance_);
    column->addWidget(seed_);
    connect(variance_, &WordSlider::valueChanged, this, &RetakeFields::changed);
    connect(seed_, &SeedField::changed, this, &RetakeFields::changed);
}

void RetakeFields::load(const EditDraft& draft) {
    variance_->setValue(draft.retakeVariance);
    seed_->setSeed(draft.retakeSeed);
}

void RetakeFields::store(EditDraft& draft) const {
    draft.retakeVariance = variance_->value();
    draft.retakeSeed = seed_->seed();
}

HoldFields::HoldFields(QWidget* parent)
    : QWidget(parent),
      keepRest_(new QCheckBox(tr("Keep the rest sample for sample"), this)),
      mode_(new QComboBox(this)),
      strength_(new WordSlider(tr("Freedom"),
                               {{0, tr("Holds on firmly")},
                                {0.25, tr("Rather firm")},
                                {0.5, tr("Balanced")},
                                {0.75, tr("Rather free")},
                                {1, tr("Free")}},
                               this)) {
    keepRest_->setObjectName(QStringLiteral("keepRest"));
    keepRest_->setToolTip(tr("Nothing outside the regions changes, not even its level; the seams are hard"));
    mode_->setObjectName(QStringLiteral("repaintMode"));
    mode_->setAccessibleName(tr("How the source is held"));
    mode_->addItem(tr("Conservative: the seams follow the source"), static_cast<int>(RepaintMode::Conservative));
    mode_->addItem(tr("Balanced: as free as set below"), static_cast<int>(RepaintMode::Balanced));
    mode_->addItem(tr("Aggressive: the model may change everything"), static_cast<int>(RepaintMode::Aggressive));
    mode_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    strength_->setObjectName(QStringLiteral("repaintStrength"));
    auto* label = new QLabel(mode_->accessibleName(), this);
    label->setBuddy(mode_);
    auto* held = new QVBoxLayout;
    held->setSpacing(4);
    held->addWidget(label);
    held->addWidget(mode_);
    auto* column = columnOf(this);
    column->addWidget(keepRest_);
    column->addLayout(held);
    column->addWidget(strength_);
    connect(keepRest_, &QCheckBox::toggled, this, &HoldFields::changed);
    connect(mode_, &QComboBox::currentIndexChanged, this, [this] {
        strength_->setVisible(mode_->currentData().toInt() == static_cast<int>(RepaintMode::Balanced));
        emit changed();
    });
    connect(strength_, &WordSlider::valueChanged, this, &HoldFields::changed);
}

void HoldFields::load(const EditDraft& draft) {
    keepRest_->setChecked(draft.keepRest);
    mode_->setCurrentIndex(mode_->findData(static_cast<int>(draft.repaintMode)));
    strength_->setValue(draft.repaintStrength);
}

void HoldFields::store(EditDraft& draft) const {
    draft.keepRest = keepRest_->isChecked();
    draft.repaintMode = static_cast<RepaintMode>(mode_->currentData().toInt());
    draft.repaintStrength = strength_->value();
}

} // namespace ottava::ui
