// What a source brings to the Edit page.
#include "ui/compose/seed_field.h"
#include "ui/edit/codes_fields.h"
#include "ui/edit/edit_page.h"
#include "ui/edit/edit_recipe.h"
#include "ui/edit/region_view.h"
#include "ui/edit/song_words.h"
#include "ui/edit/strength_fields.h"
#include "ui/edit/task_chooser.h"
#include "ui/playback/take_file.h"
#include "ui/widgets/bounded_slider.h"

#include <utility>

namespace ottava::ui {

namespace {

/// Empty again where the user left it as it was brought.
template<class T>
void forget(T& field, const T& brought, const T& empty = {}) {
    if (field == brought)
        field = empty;
}

void forgetWords(RequestDraft& words, const RequestDraft& brought) {
    const RequestDraft empty;
    forget(words.description, brought.description);
    forget(words.lyrics, brought.lyrics);
    forget(words.instrumental, brought.instrumental);
    forget(words.language, brought.language, empty.language);
    forget(words.bpm, brought.bpm);
    forget(words.key, brought.key);
    forget(words.meter, brought.meter);
}

} // namespace

void EditPage::openTake(const StoredTake& take, EditTask task, std::optional<TimeSpan> selection) {
    awaitsSource_ = false;
    lane_->openTake(take);
    wanted_ = task;
    selection_ = selection;
}

void EditPage::sourceArrived() {
    const auto& source = *lane_->source();
    codes_->setHasSource(true);
    tasks_->setAllowed(EditTask::Retake, source.recipe.has_value(), tr("A retake starts from a take of the library."));
    if (awaitsSource_)
        return awaitedArrived();
    forgetBrought();
    if (source.recipe)
        bring(*source.recipe);
    if (const auto task = std::exchange(wanted_, std::nullopt))
        tasks_->setTask(*task);
    const auto selection = std::exchange(selection_, std::nullopt);
    lane_->view()->setRegions(selection ? std::vector<TimeSpan>{*selection} : std::vector<TimeSpan>{});
    if (const auto fields = std::exchange(pending_, nullptr))
        fill(fields(source.seconds));
}

void EditPage::awaitedArrived() {
    awaitsSource_ = false;
    const auto edit = *std::exchange(pending_, nullptr)(lane_->source()->seconds).edit;
    lane_->view()->setRegions(edit.regions);
    if (edit.task != EditTask::Extend || task() != EditTask::Repaint)
        return;
    extend_->load(edit); // only the length of the source tells the two apart
    tasks_->setTask(edit.task);
}

void EditPage::openRecipe(const FoundRecipe& recipe) {
    const auto fields = [request = recipe.request, seed = recipe.seed](double sourceSeconds) {
        auto draft = toDraft(request, seed);
        draft.edit = toEdit(request, sourceSeconds);
        return draft;
    };
    awaitsSource_ = false;
    const auto& source = recipe.request.srcAudio;
    if (recipe.lacksSource)
        lane_->clear(tr("The source, %1, was not found.").arg(toQString(source.filename())), tr("Choose it here."));
    else if (source.empty())
        lane_->clear();
    else
        lane_->openTakeOrFile(source);
    awaitsSource_ = recipe.lacksSource || source.empty();
    if (awaitsSource_)
        fill(fields(0));
    pending_ = fields;
}

void EditPage::restore(const RequestDraft& draft) {
    awaitsSource_ = false;
    if (!draft.edit->source.empty()) {
        lane_->openTakeOrFile(draft.edit->source);
        pending_ = [draft](double) { return draft; };
        return;
    }
    lane_->clear();
    fill(draft);
}

void EditPage::fill(const RequestDraft& draft) {
    words_->load(draft);
    takes_->setValue(draft.takes);
    seed_->setSeed(draft.seed);
    load(*draft.edit);
    tasks_->setTask(draft.edit->task);
    lane_->view()->setRegions(draft.edit->regions);
    brought_.emplace();
    store(*brought_);
}

void EditPage::forgetBrought() {
    const auto brought = std::exchange(brought_, std::nullopt);
    if (!brought)
        return;
    RequestDraft now;
    store(now);
    forgetWords(now, *brought);
    forget(now.edit->morphCaption, brought->edit->morphCaption);
    forget(now.edit->morphLyrics, brought->edit->morphLyrics);
    forget(now.edit->codes, brought->edit->codes);
    words_->load(now);
    morph_->describeSource(now.edit->morphCaption, now.edit->morphLyrics);
    codes_->setCodes(now.edit->codes);
}

void EditPage::setCodes(const QString& codes) {
    codes_->setCodes(codes);
    if (!brought_)
        brought_.emplace().edit.emplace();
    codes_->store(*brought_->edit);
}

void EditPage::bring(const SourceRecipe& recipe) {
    const auto words = toDraft(recipe.request, {});
    words_->load(words);
    morph_->describeSource(words.description, words.lyrics);
    const auto& codes = recipe.request.audioCodes;
    if (!codes.empty())
        codes_->setCodes(QString::fromStdString(codes.of(static_cast<std::size_t>(recipe.item))));
    brought_.emplace();
    store(*brought_);
}

} // namespace ottava::ui
