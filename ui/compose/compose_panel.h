#pragma once

#include "core/engine/estimate.h"
#include "core/engine/found_recipe.h"
#include "core/engine/plan.h"
#include "core/hardware/limits.h"
#include "ui/compose/model_choices.h"
#include "ui/compose/planner_state.h"
#include "ui/compose/request_draft.h"
#include "ui/compose/song_basics.h"

#include <QFrame>

class QLabel;
class QPushButton;
class QScrollArea;
class QStackedWidget;

namespace ottava::ui {

class AdapterField;
class CustomPage;
class FitMeter;
class EditPage;
class PlanPanel;
class PresetButton;
class SimplePage;

/// The Create column: Simple and Custom over one draft, the plan once there is one, and Generate, which says in place
/// what is missing.
class ComposePanel : public QFrame {
    Q_OBJECT
public:
    enum class Page { Simple, Custom, Plan, Edit };

    explicit ComposePanel(QWidget* parent = nullptr);

    Page page() const;
    /// Shows the page; what both pages have in common goes with the user.
    void showPage(Page page);
    void focusLyrics();
    void toggleExpert();
    void focusFirstField();

    void setLimits(const Limits& limits, PlannerState planner);
    /// Says under the form that the demo model is in use.
    void setDemo(bool demo);
    /// What each of the form's songs will need, shown over Generate.
    void showFit(const SongEstimate& estimate, int songs);
    void hideFit();
    void setModels(const ModelChoices& models);
    /// For Custom's adapter.
    AdapterField* adapter() const;
    PresetButton* presets() const;
    void showUsedSeeds(qint64 seed, std::optional<qint64> lmSeed);
    /// What the planner wrote for `typed`; shown at once unless the form was changed meanwhile.
    void showPlan(const Request& typed, const PlanResult& result);
    EditPage* editPage() const { return edit_; }
    /// Puts what the planner wrote into the Custom form; one press undoes it.
    void takeWritten(const Plan& plan);

    RequestDraft draft() const;
    void setDraft(const RequestDraft& draft);
    /// Puts the recipe of an edit on the Edit page, and the options that both share on Custom.
    void openEdit(const FoundRecipe& recipe);

    /// What all pages hold, to be put back.
    struct Forms {
        Page page;
        RequestDraft form, edit;
    };
    Forms forms() const;
    void setForms(const Forms& forms);

    /// Checks the form; emits `generateRequested` or shows what is missing.
    void generate();
    /// Asks for a plan instead of a song.
    void planFirst();

signals:
    void generateRequested(ottava::ui::RequestDraft draft);
    /// `audio`: the recording to understand; empty for the other tasks.
    void plannerRequested(ottava::PlannerTask task, ottava::ui::RequestDraft draft, QString audio);
    /// The song that the form stands for has become another.
    void draftChanged();
    /// Think was switched on while the planner is off.
    void plannerWanted();
    void ditChosen(QString folder);
    void vaeChosen(QString folder);
    void overrideRequested(ottava::ui::LimitKind kind, bool always);
    void getStartedRequested();

private:
    QWidget* makePageSwitch();
    QWidget* makeFoot();
    QScrollArea* scrolled(QWidget* page);
    QWidget* makeUndoBar(QWidget* parent);
    void connectPages();
    void connectEdit();
    /// What Simple and Custom hold.
    RequestDraft formDraft() const;
    void applyLimits();
    void applyPlan();
    void connectPresets();
    /// Shows that the form was written into; one press gives `before_` back.
    void offerUndo(const QString& text);
    void showKept();
    void nameGenerate();
    void askFor(PlannerTask task, const QString& audio = {});
    void understand();
    bool showProblems();

    QPushButton* simpleButton_;
    QPushButton* customButton_;
    QPushButton* editButton_;
    QPushButton* planButton_;
    QStackedWidget* pages_;
    SimplePage* simple_;
    CustomPage* custom_;
    PlanPanel* plan_;
    EditPage* edit_;
    QScrollArea* editArea_ = nullptr; ///< what edit_ scrolls in
    QWidget* undoBar_ = nullptr;
    QLabel* kept_ = nullptr;
    QPushButton* planFirst_ = nullptr;
    std::optional<Limits> limits_;
    ModelChoices models_;
    PlannerState planner_ = PlannerState::NotInstalled;
    std::optional<RequestDraft> before_; ///< the form before the planner wrote into it
    Page form_ = Page::Simple;           ///< the page whose fields hold the newest words
    RequestDraft origin_;                ///< the form that the plan was made of
    bool touched_ = false;               ///< changed since a song or a plan was asked for
    QWidget* demoNote_ = nullptr;
    FitMeter* fit_ = nullptr;
    QLabel* problem_ = nullptr;
    QPushButton* generate_ = nullptr;
};

} // namespace ottava::ui
