#include "ui/edit/song_words.h"

#include "ui/compose/choices.h"
#include "ui/compose/counted_edit.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QLabel>
#include <QSpinBox>
#include <QVBoxLayout>

namespace ottava::ui {

SongWords::SongWords(QWidget* parent)
    : QWidget(parent),
      caption_(new CountedEdit(tr("Style"), kMaxCaptionChars, this)),
      lyrics_(new CountedEdit(tr("Lyrics"), kMaxLyricsChars, this)),
      instrumental_(new QCheckBox(tr("Instrumental"), this)),
      language_(new QComboBox(this)),
      key_(new QComboBox(this)),
      meter_(new QComboBox(this)),
      bpm_(new QSpinBox(this)) {
    caption_->setObjectName(QStringLiteral("editCaption"));
    caption_->setVisibleLines(2, 4);
    lyrics_->setObjectName(QStringLiteral("editLyrics"));
    lyrics_->setVisibleLines(3, 6);
    lyrics_->setPlaceholder(tr("[Verse] and the words; empty: left to the model"));
    instrumental_->setObjectName(QStringLiteral("editInstrumental"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(10);
    column->addWidget(caption_);
    column->addWidget(instrumental_);
    column->addWidget(lyrics_);
    column->addWidget(makeMusicRow());
    for (auto* edit : {caption_, lyrics_})
        connect(edit, &CountedEdit::changed, this, &SongWords::changed);
    for (auto* box : {language_, key_, meter_})
        connect(box, &QComboBox::currentIndexChanged, this, &SongWords::changed);
    connect(bpm_, &QSpinBox::valueChanged, this, &SongWords::changed);
    connect(instrumental_, &QCheckBox::toggled, this, [this](bool on) {
        lyrics_->setEnabled(!on);
        emit changed();
    });
}

QWidget* SongWords::makeMusicRow() {
    bpm_->setObjectName(QStringLiteral("editBpm"));
    bpm_->setRange(kMinBpm - 1, kMaxBpm); // one below the range stands for auto
    bpm_->setSpecialValueText(tr("Auto"));
    bpm_->setButtonSymbols(QAbstractSpinBox::NoButtons);
    bpm_->setKeyboardTracking(false);
    fillLanguages(*language_);
    fillKeys(*key_);
    fillMeters(*meter_);
    auto* row = new QWidget(this);
    auto* grid = new QGridLayout(row);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(4);
    const auto add = [&](const QString& name, QWidget* field, int place) {
        auto* label = new QLabel(name, row);
        label->setBuddy(field);
        field->setAccessibleName(name);
        grid->addWidget(label, 2 * (place / 2), place % 2);
        grid->addWidget(field, 2 * (place / 2) + 1, place % 2);
        grid->setColumnStretch(place % 2, 1);
    };
    add(tr("Tempo (BPM)"), bpm_, 0);
    add(tr("Key"), key_, 1);
    add(tr("Meter"), meter_, 2);
    add(tr("Language"), language_, 3);
    for (auto* box : {key_, meter_, language_}) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(4);
    }
    return row;
}

void SongWords::showFor(EditTask task) {
    setVisible(takesWords(task));
    switch (task) {
    case EditTask::Repaint:
        caption_->setPlaceholder(tr("How the new parts should sound"));
        break;
    case EditTask::AddTrack:
        caption_->setPlaceholder(tr("How the new track should sound"));
        break;
    default:
        caption_->setPlaceholder(tr("Genre, mood, instruments, voice, production"));
    }
}

void SongWords::load(const RequestDraft& draft) {
    caption_->setText(draft.description);
    lyrics_->setText(draft.lyrics);
    instrumental_->setChecked(draft.instrumental);
    selectCode(*language_, draft.language);
    bpm_->setValue(draft.bpm.value_or(kMinBpm - 1));
    selectCode(*key_, draft.key);
    selectCode(*meter_, draft.meter);
}

void SongWords::store(RequestDraft& draft) const {
    draft.description = caption_->text();
    draft.lyrics = lyrics_->text();
    draft.instrumental = instrumental_->isChecked();
    draft.language = language_->currentData().toString();
    draft.bpm = bpm_->value() < kMinBpm ? std::nullopt : std::optional(bpm_->value());
    draft.key = key_->currentData().toString();
    draft.meter = meter_->currentData().toString();
}

void SongWords::focusCaption() {
    caption_->edit()->setFocus();
}

} // namespace ottava::ui
