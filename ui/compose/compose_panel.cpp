#include "ui/compose/compose_panel.h"

#include "ui/compose/custom_page.h"
#include "ui/compose/fit_meter.h"
#include "ui/compose/plan_panel.h"
#include "ui/compose/simple_page.h"
#include "ui/compose/think_row.h"
#include "ui/edit/edit_page.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/wheel_guard.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace ottava::ui {

ComposePanel::ComposePanel(QWidget* parent)
    : QFrame(parent),
      simpleButton_(new QPushButton(tr("Simple"), this)),
      customButton_(new QPushButton(tr("Custom"), this)),
      editButton_(new QPushButton(tr("Edit"), this)),
      planButton_(new QPushButton(tr("Plan"), this)),
      pages_(new QStackedWidget(this)),
      simple_(new SimplePage(this)),
      custom_(new CustomPage(this)),
      plan_(new PlanPanel(this)),
      edit_(new EditPage(this)) {
    setProperty("role", "panel");
    setAccessibleName(tr("Create"));
    pages_->addWidget(scrolled(simple_));
    pages_->addWidget(scrolled(custom_));
    pages_->addWidget(scrolled(plan_));
    pages_->addWidget(editArea_ = scrolled(edit_));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 10, 0, 12);
    layout->setSpacing(8);
    layout->addWidget(makePageSwitch());
    layout->addWidget(pages_, 1);
    layout->addWidget(makeFoot());
    connectPages();
    connectEdit();
}

void ComposePanel::connectPages() {
    for (auto* basics : {simple_->basics(), custom_->basics()})
        connect(basics, &SongBasics::overrideRequested, this, &ComposePanel::overrideRequested);
    const auto forget = [this] {
        touched_ = true;
        problem_->hide();
        emit draftChanged();
    };
    connect(simple_, &SimplePage::changed, this, forget);
    connect(custom_, &CustomPage::changed, this, forget);
    connect(custom_, &CustomPage::ditChosen, this, &ComposePanel::ditChosen);
    connect(custom_, &CustomPage::vaeChosen, this, &ComposePanel::vaeChosen);
    connectPresets();
    connect(simple_, &SimplePage::surpriseRequested, this, [this] { askFor(PlannerTask::Inspire); });
    connect(custom_, &CustomPage::formatRequested, this, [this] { askFor(PlannerTask::Format); });
    connect(custom_, &CustomPage::understandRequested, this, &ComposePanel::understand);
    connect(custom_->think(), &ThinkRow::changed, this, &ComposePanel::applyLimits);
    connect(custom_->think(), &ThinkRow::plannerWanted, this, &ComposePanel::plannerWanted);
    connect(custom_->think(), &ThinkRow::overrideRequested, this,
            [this](bool always) { emit overrideRequested(LimitKind::Planner, always); });
    connect(plan_, &PlanPanel::changed, this, [this] {
        problem_->hide();
        showKept();
    });
    connect(plan_, &PlanPanel::editInCustomRequested, this, &ComposePanel::applyPlan);
}

QWidget* ComposePanel::makePageSwitch() {
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(14, 0, 14, 0);
    layout->setSpacing(4);
    auto* group = new QButtonGroup(this);
    for (auto* button : {simpleButton_, customButton_, editButton_, planButton_}) {
        button->setCheckable(true);
        button->setProperty("role", "segment");
        group->addButton(button);
        layout->addWidget(button);
    }
    layout->addStretch();
    simpleButton_->setToolTip(tr("A few words are enough (Ctrl+1)"));
    customButton_->setToolTip(tr("Lyrics, tempo, key and everything else (Ctrl+2)"));
    editButton_->setObjectName(QStringLiteral("editPage"));
    editButton_->setToolTip(tr("Change a recording: repaint, extend, cover and more (Ctrl+3)"));
    planButton_->setObjectName(QStringLiteral("planPage"));
    planButton_->setToolTip(tr("What the planner wrote"));
    planButton_->hide();
    simpleButton_->setChecked(true);
    connect(simpleButton_, &QPushButton::clicked, this, [this] { showPage(Page::Simple); });
    connect(customButton_, &QPushButton::clicked, this, [this] { showPage(Page::Custom); });
    connect(planButton_, &QPushButton::clicked, this, [this] { showPage(Page::Plan); });
    connect(editButton_, &QPushButton::clicked, this, [this] { showPage(Page::Edit); });
    return row;
}

QWidget* ComposePanel::makeFoot() {
    auto* foot = new QWidget(this);
    demoNote_ = new QFrame(foot);
    demoNote_->setObjectName(QStringLiteral("demoNote"));
    demoNote_->setProperty("role", "message");
    demoNote_->setProperty("level", "warning");
    auto* note = new QLabel(
        tr("Demo model: it is untrained and makes noise, not music. <a href=\"#\">Get a real one</a>"), demoNote_);
    note->setWordWrap(true);
    connect(note, &QLabel::linkActivated, this, &ComposePanel::getStartedRequested);
    auto* noteLayout = new QVBoxLayout(demoNote_);
    noteLayout->setContentsMargins(10, 6, 10, 6);
    noteLayout->addWidget(note);
    demoNote_->hide();

    problem_ = new QLabel(foot);
    problem_->setObjectName(QStringLiteral("problem"));
    problem_->setProperty("role", "problem");
    problem_->setWordWrap(true);
    problem_->hide();
    generate_ = new QPushButton(tr("Generate"), foot);
    generate_->setObjectName(QStringLiteral("generate"));
    generate_->setProperty("role", "primary");
    generate_->setToolTip(tr("Make the song (Ctrl+Enter)"));
    connect(generate_, &QPushButton::clicked, this, [this] { generate(); });
    planFirst_ = new QPushButton(tr("Plan first"), foot);
    planFirst_->setObjectName(QStringLiteral("planFirst"));
    planFirst_->setToolTip(tr("Let the planner write the song, look at it, then make it (Ctrl+Shift+Enter)"));
    planFirst_->hide();
    connect(planFirst_, &QPushButton::clicked, this, [this] { planFirst(); });
    kept_ = new QLabel(foot);
    kept_->setObjectName(QStringLiteral("kept"));
    kept_->setProperty("role", "muted");
    kept_->setWordWrap(true);
    kept_->hide();
    undoBar_ = makeUndoBar(foot);
    fit_ = new FitMeter(foot);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(planFirst_);
    buttons->addWidget(generate_, 1);

    auto* layout = new QVBoxLayout(foot);
    layout->setContentsMargins(14, 0, 14, 0);
    layout->setSpacing(8);
    layout->addWidget(demoNote_);
    layout->addWidget(undoBar_);
    layout->addWidget(kept_);
    layout->addWidget(problem_);
    layout->addWidget(fit_);
    layout->addLayout(buttons);
    return foot;
}

QScrollArea* ComposePanel::scrolled(QWidget* page) {
    auto* inner = new QWidget(this);
    inner->setProperty("role", "page");
    auto* layout = new QVBoxLayout(inner);
    layout->setContentsMargins(14, 4, 14, 8);
    layout->addWidget(page);
    auto* area = new QScrollArea(this);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setWidget(inner);
    area->setFocusPolicy(Qt::NoFocus);
    leaveWheelToScrolling(*page);
    return area;
}

ComposePanel::Page ComposePanel::page() const {
    return static_cast<Page>(pages_->currentIndex());
}

void ComposePanel::showPage(Page page) {
    QPushButton* const buttons[] = {simpleButton_, customButton_, planButton_, editButton_};
    buttons[static_cast<std::size_t>(page)]->setChecked(true);
    if (page == this->page())
        return;
    const auto touched = touched_;
    if (page != Page::Plan && page != Page::Edit && page != form_) {
        RequestDraft shared;
        custom_->store(shared); // keeps what only Custom has
        if (page == Page::Simple)
            simple_->load(shared);
        else {
            simple_->store(shared);
            custom_->load(shared);
        }
        form_ = page;
    }
    touched_ = touched;
    pages_->setCurrentIndex(static_cast<int>(page));
    planFirst_->setVisible(page != Page::Edit && planner_ == PlannerState::Ready);
    nameGenerate();
    problem_->hide();
    showKept();
    focusFirstField();
    emit draftChanged();
}

void ComposePanel::focusFirstField() {
    if (page() == Page::Simple)
        simple_->focusDescription();
    else if (page() == Page::Custom)
        custom_->focusCaption();
    else if (page() == Page::Edit)
        edit_->focusFirstField();
}

void ComposePanel::focusLyrics() {
    showPage(Page::Custom);
    custom_->focusLyrics();
}

void ComposePanel::toggleExpert() {
    showPage(Page::Custom);
    custom_->toggleExpert();
}

void ComposePanel::setDemo(bool demo) {
    demoNote_->setVisible(demo);
}

void ComposePanel::showFit(const SongEstimate& estimate, int songs) {
    fit_->showEstimate(estimate, songs);
}

void ComposePanel::hideFit() {
    fit_->showNothing();
}

void ComposePanel::setDraft(const RequestDraft& draft) {
    simple_->load(draft);
    custom_->load(draft);
    form_ = draft.simple ? Page::Simple : Page::Custom;
    showPage(form_);
}

void ComposePanel::generate() {
    if (!showProblems())
        return;
    touched_ = false;
    undoBar_->hide();
    emit generateRequested(draft());
}

bool ComposePanel::showProblems() {
    const auto onPlan = page() == Page::Plan;
    const auto problems = onPlan ? std::vector<DraftProblem>{} : problemsOf(draft());
    const auto text = onPlan ? plan_->problem() : problems.empty() ? QString() : problems.front().message;
    problem_->setVisible(!text.isEmpty());
    problem_->setText(text);
    problem_->setAccessibleName(text);
    if (problems.empty())
        return text.isEmpty();
    if (page() == Page::Custom)
        custom_->focusField(problems.front().field);
    else
        focusFirstField();
    return false;
}

} // namespace ottava::ui
