#include "ui/compose/custom_page.h"

#include "ui/compose/choices.h"
#include "ui/compose/counted_edit.h"
#include "ui/compose/expert_drawer.h"
#include "ui/compose/lyrics_editor.h"
#include "ui/compose/seed_field.h"
#include "ui/compose/song_basics.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace ottava::ui {

CustomPage::CustomPage(QWidget* parent)
    : QWidget(parent),
      caption_(new CountedEdit(tr("Style"), kMaxCaptionChars, this)),
      lyrics_(new LyricsEditor(this)),
      basics_(new SongBasics(this)),
      bpm_(new QSpinBox(this)),
      key_(new QComboBox(this)),
      meter_(new QComboBox(this)),
      seed_(new SeedField(this)),
      expertButton_(new QPushButton(this)),
      expert_(new ExpertDrawer(this)) {
    caption_->setVisibleLines(3);
    caption_->setPlaceholder(tr("Genre, mood, instruments, voice, production"));
    expertButton_->setProperty("role", "expander");
    expertButton_->setToolTip(tr("Show or hide the expert options (Ctrl+.)"));
    expert_->hide();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(caption_);
    layout->addWidget(lyrics_, 1);
    layout->addWidget(basics_);
    layout->addWidget(makeMusicRow());
    layout->addWidget(seed_);
    layout->addWidget(expertButton_);
    layout->addWidget(expert_);
    nameExpert();

    connect(caption_, &CountedEdit::changed, this, &CustomPage::changed);
    connect(lyrics_, &LyricsEditor::changed, this, &CustomPage::changed);
    connect(basics_, &SongBasics::changed, this, &CustomPage::changed);
    connect(seed_, &SeedField::changed, this, &CustomPage::changed);
    connect(expertButton_, &QPushButton::clicked, this, [this] { toggleExpert(); });
    connect(expert_, &ExpertDrawer::changed, this, [this] {
        nameExpert();
        emit changed();
    });
}

QWidget* CustomPage::makeMusicRow() {
    bpm_->setRange(kMinBpm - 1, kMaxBpm); // one below the range stands for auto
    bpm_->setSpecialValueText(tr("Auto"));
    bpm_->setButtonSymbols(QAbstractSpinBox::NoButtons);
    fillKeys(*key_);
    fillMeters(*meter_);
    auto* row = new QWidget(this);
    auto* grid = new QGridLayout(row);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(4);
    int column = 0;
    const auto add = [&](const QString& name, QWidget* field) {
        auto* label = new QLabel(name, row);
        label->setBuddy(field);
        field->setAccessibleName(name);
        grid->addWidget(label, 0, column);
        grid->addWidget(field, 1, column);
        grid->setColumnStretch(column++, 1);
    };
    add(tr("Tempo (BPM)"), bpm_);
    add(tr("Key"), key_);
    add(tr("Meter"), meter_);
    for (auto* box : {key_, meter_}) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(4);
    }
    return row;
}

void CustomPage::nameExpert() {
    const auto modified = expert_->modifiedCount();
    const auto arrow = expert_->isHidden() ? QStringLiteral("▸") : QStringLiteral("▾");
    const auto name = modified > 0 ? tr("Expert options · %n changed", nullptr, modified) : tr("Expert options");
    expertButton_->setText(arrow + QStringLiteral("  ") + name);
    expertButton_->setAccessibleName(name);
}

void CustomPage::toggleExpert() {
    expert_->setVisible(expert_->isHidden());
    nameExpert();
}

void CustomPage::load(const RequestDraft& draft) {
    if (caption_->text() != draft.description)
        caption_->setText(draft.description);
    lyrics_->setText(draft.lyrics);
    basics_->load(draft);
    bpm_->setValue(draft.bpm.value_or(kMinBpm - 1));
    key_->setCurrentIndex(std::max(0, key_->findData(draft.key)));
    meter_->setCurrentIndex(std::max(0, meter_->findData(draft.meter)));
    seed_->setSeed(draft.seed);
    expert_->load(draft.expert);
}

void CustomPage::store(RequestDraft& draft) const {
    draft.description = caption_->text();
    draft.lyrics = lyrics_->text();
    basics_->store(draft);
    draft.bpm = bpm_->value() < kMinBpm ? std::nullopt : std::optional(bpm_->value());
    draft.key = key_->currentData().toString();
    draft.meter = meter_->currentData().toString();
    draft.seed = seed_->seed();
    draft.expert = expert_->draft();
}

void CustomPage::focusCaption() {
    caption_->edit()->setFocus();
}

void CustomPage::focusLyrics() {
    lyrics_->focusText();
}

void CustomPage::showUsedSeed(qint64 seed) {
    seed_->showUsed(seed);
}

} // namespace ottava::ui
