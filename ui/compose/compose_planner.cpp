#include "ui/compose/compose_panel.h"
#include "ui/compose/custom_page.h"
#include "ui/compose/plan_panel.h"
#include "ui/compose/preset_button.h"
#include "ui/compose/simple_page.h"
#include "ui/compose/think_row.h"
#include "ui/edit/edit_page.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

// The part of the Create column that has to do with the planner.

namespace ottava::ui {

namespace {

constexpr const char* kNoVocals = "[Instrumental]"; // what a planner writes for a song without words

/// Puts into the form what the planner wrote; what it left open stays as it was typed.
void writeInto(RequestDraft& draft, const Plan& plan) {
    draft.simple = false;
    if (!plan.caption.empty())
        draft.description = QString::fromStdString(plan.caption);
    if (plan.lyrics == kNoVocals) {
        draft.instrumental = true;
        draft.lyrics.clear();
    } else if (!plan.lyrics.empty()) {
        draft.instrumental = false;
        draft.lyrics = QString::fromStdString(plan.lyrics);
    }
    if (plan.bpm && *plan.bpm >= kMinBpm && *plan.bpm <= kMaxBpm)
        draft.bpm = plan.bpm;
    if (!plan.keyscale.empty())
        draft.key = QString::fromStdString(plan.keyscale);
    if (!plan.timesignature.empty())
        draft.meter = QString::fromStdString(plan.timesignature);
    if (!plan.language.empty())
        draft.language = QString::fromStdString(plan.language);
    if (plan.durationSeconds && *plan.durationSeconds > 0)
        draft.durationSeconds = *plan.durationSeconds;
}

} // namespace

QWidget* ComposePanel::makeUndoBar(QWidget* parent) {
    auto* bar = new QFrame(parent);
    bar->setObjectName(QStringLiteral("undoBar"));
    bar->setProperty("role", "message");
    auto* text = new QLabel(bar);
    text->setObjectName(QStringLiteral("undoText"));
    text->setWordWrap(true);
    auto* undo = new QPushButton(tr("Undo"), bar);
    undo->setObjectName(QStringLiteral("undoWriting"));
    undo->setAccessibleName(tr("Undo what was written into the form"));
    connect(undo, &QPushButton::clicked, this, [this] {
        undoBar_->hide();
        if (before_)
            setDraft(*before_);
        before_.reset();
    });
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(10, 6, 8, 6);
    layout->addWidget(text, 1);
    layout->addWidget(undo);
    bar->hide();
    return bar;
}

void ComposePanel::setLimits(const Limits& limits, PlannerState planner) {
    limits_ = limits;
    planner_ = planner;
    const auto ready = planner == PlannerState::Ready;
    simple_->setPlannerReady(ready);
    custom_->setPlanner(planner, limits);
    planFirst_->setVisible(ready && page() != Page::Edit);
    edit_->setLimits(limits);
    applyLimits();
}

void ComposePanel::setModels(const ModelChoices& models) {
    models_ = models;
    const auto touched = touched_;
    custom_->setModels(models);
    touched_ = touched;
}

AdapterField* ComposePanel::adapter() const {
    return custom_->adapter();
}

void ComposePanel::applyLimits() {
    if (!limits_)
        return;
    simple_->basics()->setLimits(*limits_, planner_ == PlannerState::Ready);
    custom_->basics()->setLimits(*limits_, custom_->think()->isInUse());
}

RequestDraft ComposePanel::draft() const {
    if (page() == Page::Plan) {
        auto draft = origin_;
        draft.planned = plan_->request();
        return draft;
    }
    RequestDraft draft;
    custom_->store(draft);
    draft.variant = models_.variant();
    if (page() == Page::Edit) {
        edit_->store(draft);
        return draft;
    }
    draft.simple = page() == Page::Simple;
    if (draft.simple)
        simple_->store(draft);
    draft.withPlanner = draft.simple ? planner_ == PlannerState::Ready : custom_->think()->isInUse();
    draft.kept = plan_->kept();
    return draft;
}

void ComposePanel::planFirst() {
    const auto fromPlan = page() == Page::Plan;
    if (fromPlan)
        showPage(form_); // a new plan comes from the form and what is kept
    if (!showProblems())
        return;
    askFor(PlannerTask::Plan);
}

void ComposePanel::askFor(PlannerTask task, const QString& audio) {
    auto wish = draft();
    wish.withPlanner = true;
    if (task != PlannerTask::Plan)
        wish.kept.clear();
    touched_ = false;
    emit plannerRequested(task, wish, audio);
}

void ComposePanel::understand() {
    auto* dialog =
        new QFileDialog(this, tr("Choose a recording"), {}, tr("Audio (*.wav *.flac *.mp3 *.ogg *.opus *.aiff *.aif)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this](const QString& file) { askFor(PlannerTask::Understand, file); });
    dialog->open();
}

void ComposePanel::showPlan(const Request& typed, const PlanResult& result) {
    auto asked = typed;
    if (asked.caption.empty())
        asked.caption = asked.query;
    if (page() == Page::Edit)
        return; // the plan is of a job that was asked for elsewhere, or of an edit, which has no page for it
    const auto touched = touched_;
    if (page() != Page::Plan)
        origin_ = draft();
    plan_->load(asked, result);
    planButton_->show();
    touched_ = touched;
    if (!touched_)
        showPage(Page::Plan);
}

void ComposePanel::takeWritten(const Plan& plan) {
    if (page() == Page::Plan || page() == Page::Edit)
        showPage(form_);
    before_ = draft();
    auto written = draft();
    writeInto(written, plan);
    setDraft(written);
    offerUndo(tr("The planner has written into the form."));
}

void ComposePanel::applyPlan() {
    const auto request = plan_->request();
    before_ = origin_;
    auto draft = toDraft(request, origin_.seed);
    draft.planner = origin_.planner;
    draft.expert = origin_.expert;
    draft.adapter = origin_.adapter; // Simple's plan knows nothing of these two
    draft.referenceAudio = origin_.referenceAudio;
    draft.takes = origin_.takes;
    setDraft(draft);
    offerUndo(tr("The planner has written into the form."));
}

void ComposePanel::offerUndo(const QString& text) {
    undoBar_->findChild<QLabel*>(QStringLiteral("undoText"))->setText(text);
    undoBar_->show();
}

PresetButton* ComposePanel::presets() const {
    return custom_->presets();
}

void ComposePanel::connectPresets() {
    connect(presets(), &PresetButton::saveWanted, this,
            [this](const QString& name) { presets()->save(name, presetOf(draft())); });
    connect(presets(), &PresetButton::chosen, this, [this](const QString& name, const Request& settings) {
        before_ = draft();
        setDraft(withPreset(*before_, settings));
        offerUndo(tr("The settings of %1 are in the form.").arg(name));
    });
}

void ComposePanel::showKept() {
    QStringList names;
    for (const auto& [field, text] : plan_->kept())
        names << fieldName(field);
    kept_->setText(tr("Kept from the plan: %1").arg(names.join(QStringLiteral(", "))));
    kept_->setVisible(!names.isEmpty() && page() != Page::Plan && page() != Page::Edit);
}

void ComposePanel::showUsedSeeds(qint64 seed, std::optional<qint64> lmSeed) {
    custom_->showUsedSeeds(seed, lmSeed);
}

} // namespace ottava::ui
