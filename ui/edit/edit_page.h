#pragma once

#include "core/engine/engine.h"
#include "core/engine/found_recipe.h"
#include "core/hardware/limits.h"
#include "ui/compose/request_draft.h"
#include "ui/edit/source_lane.h"
#include "ui/edit/track_models.h"

#include <QWidget>

#include <functional>

class QLabel;

namespace ottava::ui {

class BoundedSlider;
class CodesFields;
class CoverFields;
class ExtendFields;
class HoldFields;
class MorphFields;
class RegionFields;
class RetakeFields;
class SeedField;
class SongWords;
class TaskChooser;
class TrackFields;

/// The Edit page: a source, what is to be done to it, and the fields of that task alone.
class EditPage : public QWidget {
    Q_OBJECT
public:
    explicit EditPage(QWidget* parent = nullptr);

    SourceLane* lane() const { return lane_; }
    EditTask task() const;
    /// Chooses the task once the take is read; `selection`: seconds of it that become the first region.
    void openTake(const StoredTake& take, EditTask task, std::optional<TimeSpan> selection = {});
    /// Opens the recipe of an edit: its source, what was done and how. Where the source is lacking, the next one that
    /// comes is taken for it.
    void openRecipe(const FoundRecipe& recipe);
    /// Whether the model in use can do it.
    bool isAllowed(EditTask task) const;
    void setModels(const TrackModels& models);
    void setLimits(const Limits& limits);
    /// The audio codes of the source.
    void setCodes(const QString& codes);

    void load(const EditDraft& draft);
    /// Puts words, takes, seed and the edit into the draft.
    void store(RequestDraft& draft) const;
    /// Puts back what `store` gave, source and all.
    void restore(const RequestDraft& draft);
    /// What the button that starts the edit says.
    QString actionText() const;
    void focusFirstField();

signals:
    void changed();
    /// The audio codes of this recording are wanted.
    void codesRequested(QString file);
    void overrideRequested(bool always);
    /// A model that works on tracks is wanted: an installed one to be used, or, when empty, one to get.
    void trackModelWanted(QString installed);

private:
    void layOut();
    void connectFields();
    void sourceArrived();
    /// Clears what a source brought into the fields and the user left as it was.
    void forgetBrought();
    void bring(const SourceRecipe& recipe);
    void fill(const RequestDraft& draft);
    /// The source that the opened recipe lacked is there.
    void awaitedArrived();
    void showTask(EditTask task);
    void followTempo();
    EditDraft edit() const;
    /// What the task asks for first, where that is not the style; null: the style.
    QWidget* firstFieldOf(EditTask task) const;

    SourceLane* lane_;
    TaskChooser* tasks_;
    QLabel* sentence_;
    RegionFields* regions_;
    HoldFields* hold_;
    ExtendFields* extend_;
    CoverFields* cover_;
    MorphFields* morph_;
    RetakeFields* retake_;
    TrackFields* tracks_;
    CodesFields* codes_;
    SongWords* words_;
    BoundedSlider* takes_;
    SeedField* seed_;
    std::string trackModel_;              ///< installed and not chosen
    std::optional<EditTask> wanted_;      ///< of the source that is being read
    std::optional<TimeSpan> selection_;   ///< of the source that is being read
    std::optional<RequestDraft> brought_; ///< what came with the source into words, morph and codes
    /// What the fields are to hold once the source is there, whose seconds it is given; empty: nothing to do.
    std::function<RequestDraft(double)> pending_;
    bool awaitsSource_ = false; ///< `pending_` is for whatever source comes next
};

} // namespace ottava::ui
