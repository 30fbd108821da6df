#include "ui/edit/edit_page.h"

#include "ui/compose/seed_field.h"
#include "ui/edit/codes_fields.h"
#include "ui/edit/edit_text.h"
#include "ui/edit/region_fields.h"
#include "ui/edit/region_view.h"
#include "ui/edit/song_words.h"
#include "ui/edit/strength_fields.h"
#include "ui/edit/task_chooser.h"
#include "ui/edit/track_fields.h"
#include "ui/playback/take_file.h"
#include "ui/widgets/bounded_slider.h"
#include "ui/widgets/tier_text.h"

#include <QLabel>
#include <QVBoxLayout>

namespace ottava::ui {

EditPage::EditPage(QWidget* parent)
    : QWidget(parent),
      lane_(new SourceLane(this)),
      tasks_(new TaskChooser(this)),
      sentence_(new QLabel(this)),
      regions_(new RegionFields(*lane_->view(), this)),
      hold_(new HoldFields(this)),
      extend_(new ExtendFields(this)),
      cover_(new CoverFields(this)),
      morph_(new MorphFields(this)),
      retake_(new RetakeFields(this)),
      tracks_(new TrackFields(this)),
      codes_(new CodesFields(this)),
      words_(new SongWords(this)),
      takes_(new BoundedSlider(tr("Takes"), SliderUnit::Count, this)),
      seed_(new SeedField(tr("Seed"), this)) {
    sentence_->setObjectName(QStringLiteral("taskSentence"));
    sentence_->setProperty("role", "muted");
    sentence_->setWordWrap(true);
    takes_->setObjectName(QStringLiteral("editTakes"));
    takes_->setRange(1, kMaxBatch, 1);
    takes_->setValue(1);
    layOut();
    connectFields();
    load({});
    setModels({});
    tasks_->setAllowed(EditTask::Retake, false, tr("A retake starts from a take of the library."));
    showTask(tasks_->task());
}

void EditPage::layOut() {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    QWidget* const parts[] = {lane_,  tasks_,  sentence_, regions_, extend_, tracks_, hold_,
                              cover_, retake_, codes_,    words_,   morph_,  takes_,  seed_};
    for (auto* part : parts)
        column->addWidget(part);
    column->addStretch(1);
}

void EditPage::connectFields() {
    connect(lane_, &SourceLane::sourceChanged, this, &EditPage::sourceArrived);
    connect(lane_, &SourceLane::asked, this, [this] {
        wanted_.reset();
        selection_.reset();
        if (!awaitsSource_)
            pending_ = nullptr;
    });
    connect(lane_, &SourceLane::cleared, this, [this] {
        codes_->setHasSource(false);
        tasks_->setAllowed(EditTask::Retake, false, tr("A retake starts from a take of the library."));
        emit changed();
    });
    connect(lane_->view(), &RegionView::regionsChanged, this, &EditPage::changed);
    connect(tasks_, &TaskChooser::taskChosen, this, &EditPage::showTask);
    connect(tasks_, &TaskChooser::noteActivated, this,
            [this] { emit trackModelWanted(QString::fromStdString(trackModel_)); });
    connect(hold_, &HoldFields::changed, this, &EditPage::changed);
    connect(extend_, &ExtendFields::changed, this, &EditPage::changed);
    connect(cover_, &CoverFields::changed, this, &EditPage::changed);
    connect(morph_, &MorphFields::changed, this, &EditPage::changed);
    connect(retake_, &RetakeFields::changed, this, &EditPage::changed);
    connect(tracks_, &TrackFields::changed, this, &EditPage::changed);
    connect(codes_, &CodesFields::changed, this, &EditPage::changed);
    connect(codes_, &CodesFields::fromSourcePressed, this, [this] {
        if (const auto& source = lane_->source())
            emit codesRequested(toQString(source->file));
    });
    connect(words_, &SongWords::changed, this, [this] {
        followTempo();
        emit changed();
    });
    connect(takes_, &BoundedSlider::valueChanged, this, &EditPage::changed);
    connect(takes_, &BoundedSlider::overrideRequested, this, &EditPage::overrideRequested);
    connect(seed_, &SeedField::changed, this, &EditPage::changed);
}

EditTask EditPage::task() const {
    return tasks_->task();
}

bool EditPage::isAllowed(EditTask task) const {
    return tasks_->isAllowed(task);
}

void EditPage::setModels(const TrackModels& models) {
    trackModel_ = models.better();
    for (const auto task : kEditTasks)
        if (worksOnTracks(task))
            tasks_->setAllowed(task, models.allows(task), tr("Needs a base model."));
    tasks_->setNote(trackModelNote(models));
}

void EditPage::setLimits(const Limits& limits) {
    const auto inForce = limits.inForce(false);
    takes_->setLimit(inForce.maxBatch, batchReason(limits, false));
    lane_->setLongest(inForce.maxDurationSeconds);
}

void EditPage::showTask(EditTask task) {
    sentence_->setText(taskSentence(task));
    lane_->view()->setEditable(takesRegions(task));
    regions_->setVisible(takesRegions(task));
    regions_->setHint(task == EditTask::AddTrack ? tr("No region: along the whole recording.")
                                                 : tr("Drag across the waveform to mark what is made anew."));
    hold_->setVisible(task == EditTask::Repaint || task == EditTask::Extend || task == EditTask::AddTrack);
    extend_->setVisible(task == EditTask::Extend);
    cover_->setVisible(task == EditTask::Cover);
    morph_->setVisible(task == EditTask::Morph);
    retake_->setVisible(task == EditTask::Retake);
    codes_->setVisible(task == EditTask::Codes);
    tracks_->setVisible(worksOnTracks(task));
    tracks_->setSingle(task == EditTask::AddTrack);
    tracks_->setHeading(task == EditTask::Extract    ? tr("Tracks to take out")
                        : task == EditTask::AddTrack ? tr("Track to add")
                                                     : tr("Tracks to make"));
    words_->showFor(task);
    seed_->setVisible(task != EditTask::Retake);
    emit changed();
}

void EditPage::followTempo() {
    RequestDraft words;
    words_->store(words);
    regions_->setMusic(words.bpm, words.meter.toStdString());
}

void EditPage::load(const EditDraft& draft) {
    hold_->load(draft);
    extend_->load(draft);
    cover_->load(draft);
    morph_->load(draft);
    retake_->load(draft);
    tracks_->setTracks(draft.tracks);
    codes_->load(draft);
}

EditDraft EditPage::edit() const {
    EditDraft draft;
    draft.task = tasks_->task();
    if (const auto& source = lane_->source()) {
        draft.source = source->file;
        draft.sourceName = source->name;
        draft.sourceSeconds = source->seconds;
        draft.recipe = source->recipe;
    }
    draft.regions = lane_->view()->regions();
    hold_->store(draft);
    extend_->store(draft);
    cover_->store(draft);
    morph_->store(draft);
    retake_->store(draft);
    draft.tracks = tracks_->tracks();
    codes_->store(draft);
    return draft;
}

void EditPage::store(RequestDraft& draft) const {
    draft.simple = false;
    words_->store(draft);
    draft.takes = static_cast<int>(takes_->value());
    draft.seed = seed_->seed();
    draft.edit = edit();
}

QString EditPage::actionText() const {
    return taskAction(edit());
}

void EditPage::focusFirstField() {
    if (!lane_->source() && takesRecording(task()))
        lane_->findChild<QWidget*>(QStringLiteral("chooseSource"))->setFocus();
    else if (takesRegions(task()))
        lane_->view()->setFocus();
    else if (auto* first = firstFieldOf(task()))
        first->setFocus();
    else
        words_->focusCaption();
}

QWidget* EditPage::firstFieldOf(EditTask task) const {
    switch (task) {
    case EditTask::Extend:
        return extend_->findChild<QWidget*>(QStringLiteral("secondsAfter"));
    case EditTask::Codes:
        return codes_->findChild<QWidget*>(QStringLiteral("codes"));
    case EditTask::Extract:
    case EditTask::Complete:
        return tracks_->findChild<QWidget*>(QStringLiteral("allTracks"));
    default:
        return nullptr;
    }
}

} // namespace ottava::ui
