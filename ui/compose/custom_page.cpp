#include "ui/compose/custom_page.h"

#include "ui/compose/adapter_field.h"
#include "ui/compose/choices.h"
#include "ui/compose/counted_edit.h"
#include "ui/compose/expert_drawer.h"
#include "ui/compose/lyrics_editor.h"
#include "ui/compose/model_picker.h"
#include "ui/compose/preset_button.h"
#include "ui/compose/reference_field.h"
#include "ui/compose/seed_field.h"
#include "ui/compose/song_basics.h"
#include "ui/compose/think_row.h"
#include "ui/widgets/scroll.h"

#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
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
      think_(new ThinkRow(this)),
      model_(new ModelPicker(tr("Model"), ModelPicker::Naming::Short, this)),
      reference_(new ReferenceField(this)),
      adapter_(new AdapterField(this)),
      seed_(new SeedField(tr("Seed"), this)),
      lmSeed_(new SeedField(tr("Planner seed"), this)),
      format_(new QPushButton(tr("Format"), this)),
      understand_(new QPushButton(tr("Understand…"), this)),
      presets_(new PresetButton(this)),
      expertButton_(new QPushButton(this)),
      expert_(new ExpertDrawer(this)) {
    caption_->setVisibleLines(3, 5);
    caption_->yieldRoom(); // so that no field moves when the expert options open
    caption_->setPlaceholder(tr("Genre, mood, instruments, voice, production"));
    expertButton_->setProperty("role", "expander");
    expertButton_->setToolTip(tr("Show or hide the expert options (Ctrl+.)"));
    expert_->hide();
    model_->setObjectName(QStringLiteral("modelPicker"));
    buildLayout();
    nameExpert();
    connectParts();
}

void CustomPage::buildLayout() {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(caption_);
    layout->addWidget(lyrics_, 1);
    layout->addWidget(makeWritingRow());
    layout->addWidget(basics_);
    layout->addWidget(makeMusicRow());
    layout->addWidget(think_);
    layout->addWidget(model_);
    layout->addWidget(reference_);
    layout->addWidget(adapter_);
    layout->addWidget(seed_);
    layout->addWidget(lmSeed_);
    auto* options = new QHBoxLayout;
    options->addWidget(expertButton_, 1);
    options->addWidget(presets_);
    layout->addLayout(options);
    layout->addWidget(expert_);
}

void CustomPage::connectParts() {
    connect(caption_, &CountedEdit::changed, this, &CustomPage::changed);
    connect(lyrics_, &LyricsEditor::changed, this, &CustomPage::changed);
    connect(basics_, &SongBasics::changed, this, &CustomPage::changed);
    connect(reference_, &ReferenceField::changed, this, &CustomPage::changed);
    connect(adapter_, &AdapterField::changed, this, &CustomPage::changed);
    connect(adapter_, &AdapterField::ditWanted, this, &CustomPage::ditChosen);
    connect(model_, &ModelPicker::chosen, this, &CustomPage::ditChosen);
    for (auto* seed : {seed_, lmSeed_})
        connect(seed, &SeedField::changed, this, &CustomPage::changed);
    connect(think_, &ThinkRow::changed, this, [this] {
        usePlanner();
        emit changed();
    });
    connect(expertButton_, &QPushButton::clicked, this, [this] { toggleExpert(); });
    connect(expert_, &ExpertDrawer::vaeChosen, this, &CustomPage::vaeChosen);
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

QWidget* CustomPage::makeWritingRow() {
    format_->setObjectName(QStringLiteral("format"));
    format_->setToolTip(tr("Let the planner improve style and lyrics; it can be undone"));
    understand_->setObjectName(QStringLiteral("understand"));
    understand_->setToolTip(tr("Let the planner listen to a recording and describe it here; it can be undone"));
    connect(format_, &QPushButton::clicked, this, &CustomPage::formatRequested);
    connect(understand_, &QPushButton::clicked, this, &CustomPage::understandRequested);
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(format_);
    layout->addWidget(understand_);
    layout->addStretch();
    return row;
}

void CustomPage::setPlanner(PlannerState state, const Limits& limits) {
    think_->setState(state, limits);
    usePlanner();
    for (auto* button : {format_, understand_})
        button->setEnabled(state == PlannerState::Ready);
}

void CustomPage::usePlanner() {
    lmSeed_->setEnabled(think_->isInUse());
    expert_->setThinking(think_->isInUse());
}

void CustomPage::setModels(const ModelChoices& models) {
    model_->setModels(models.dits, models.dit, models.fixed);
    adapter_->setModels(models);
    expert_->setModels(models);
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
    if (expert_->isHidden())
        return;
    expert_->focusSearch();
    scrollToTop(expertButton_);
}

void CustomPage::load(const RequestDraft& draft) {
    if (caption_->text() != draft.description)
        caption_->setText(draft.description);
    lyrics_->setText(draft.lyrics);
    basics_->load(draft);
    bpm_->setValue(draft.bpm.value_or(kMinBpm - 1));
    selectCode(*key_, draft.key);
    selectCode(*meter_, draft.meter);
    seed_->setSeed(draft.seed);
    reference_->setPath(draft.referenceAudio);
    adapter_->load(draft.adapter);
    think_->setThinking(draft.planner.thinking);
    usePlanner(); // the expert options' defaults depend on it
    expert_->load(draft.expert);
    lmSeed_->setSeed(draft.planner.seed);
}

void CustomPage::store(RequestDraft& draft) const {
    draft.description = caption_->text();
    draft.lyrics = lyrics_->text();
    basics_->store(draft);
    draft.bpm = bpm_->value() < kMinBpm ? std::nullopt : std::optional(bpm_->value());
    draft.key = key_->currentData().toString();
    draft.meter = meter_->currentData().toString();
    draft.seed = seed_->seed();
    draft.referenceAudio = reference_->path();
    draft.adapter = adapter_->draft();
    draft.expert = expert_->draft();
    draft.planner.thinking = think_->thinking();
    draft.planner.seed = lmSeed_->seed();
    storeProblems(draft);
}

void CustomPage::storeProblems(RequestDraft& draft) const {
    draft.problems.clear();
    for (const auto& problem :
         {DraftProblem{DraftField::Reference, reference_->problem()},
          DraftProblem{DraftField::Adapter, adapter_->problem()}, DraftProblem{DraftField::Expert, expert_->problem()}})
        if (!problem.message.isEmpty())
            draft.problems.push_back(problem);
}

void CustomPage::focusField(DraftField field) {
    switch (field) {
    case DraftField::Description:
        return focusCaption();
    case DraftField::Lyrics:
        return focusLyrics();
    case DraftField::Reference:
        scrollIntoView(reference_);
        return reference_->focusChoice();
    case DraftField::Adapter:
        scrollIntoView(adapter_);
        return adapter_->focusChoice();
    case DraftField::Expert:
        expert_->show();
        nameExpert();
        return expert_->focusProblem();
    case DraftField::Edit:
        return; // on a page of its own
    }
}

void CustomPage::focusCaption() {
    caption_->edit()->setFocus();
}

void CustomPage::focusLyrics() {
    lyrics_->focusText();
}

void CustomPage::showUsedSeeds(qint64 seed, std::optional<qint64> lmSeed) {
    seed_->showUsed(seed);
    if (lmSeed)
        lmSeed_->showUsed(*lmSeed);
}

} // namespace ottava::ui
