#include "ui/compose/compose_panel.h"

#include "ui/compose/custom_page.h"
#include "ui/compose/simple_page.h"
#include "ui/widgets/icons.h"

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
      pages_(new QStackedWidget(this)),
      simple_(new SimplePage(this)),
      custom_(new CustomPage(this)) {
    setProperty("role", "panel");
    setAccessibleName(tr("Create"));
    pages_->addWidget(scrolled(simple_));
    pages_->addWidget(scrolled(custom_));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 10, 0, 12);
    layout->setSpacing(8);
    layout->addWidget(makePageSwitch());
    layout->addWidget(pages_, 1);
    layout->addWidget(makeFoot());
    for (auto* basics : {simple_->basics(), custom_->basics()})
        connect(basics, &SongBasics::overrideRequested, this, &ComposePanel::overrideRequested);
    const auto forget = [this] { problem_->hide(); };
    connect(simple_, &SimplePage::changed, this, forget);
    connect(custom_, &CustomPage::changed, this, forget);
}

QWidget* ComposePanel::makePageSwitch() {
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(14, 0, 14, 0);
    layout->setSpacing(4);
    auto* group = new QButtonGroup(this);
    for (auto* button : {simpleButton_, customButton_}) {
        button->setCheckable(true);
        button->setProperty("role", "segment");
        group->addButton(button);
        layout->addWidget(button);
    }
    layout->addStretch();
    simpleButton_->setToolTip(tr("A few words are enough (Ctrl+1)"));
    customButton_->setToolTip(tr("Lyrics, tempo, key and everything else (Ctrl+2)"));
    simpleButton_->setChecked(true);
    connect(simpleButton_, &QPushButton::clicked, this, [this] { showPage(Page::Simple); });
    connect(customButton_, &QPushButton::clicked, this, [this] { showPage(Page::Custom); });
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

    auto* layout = new QVBoxLayout(foot);
    layout->setContentsMargins(14, 0, 14, 0);
    layout->setSpacing(8);
    layout->addWidget(demoNote_);
    layout->addWidget(problem_);
    layout->addWidget(generate_);
    return foot;
}

QWidget* ComposePanel::scrolled(QWidget* page) {
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
    return area;
}

ComposePanel::Page ComposePanel::page() const {
    return pages_->currentIndex() == 0 ? Page::Simple : Page::Custom;
}

void ComposePanel::showPage(Page page) {
    (page == Page::Simple ? simpleButton_ : customButton_)->setChecked(true);
    if (page == this->page())
        return;
    RequestDraft shared;
    custom_->store(shared); // keeps what only Custom has
    if (page == Page::Simple)
        simple_->load(shared);
    else {
        simple_->store(shared);
        custom_->load(shared);
    }
    pages_->setCurrentIndex(page == Page::Simple ? 0 : 1);
    problem_->hide();
    focusFirstField();
}

void ComposePanel::focusFirstField() {
    if (page() == Page::Simple)
        simple_->focusDescription();
    else
        custom_->focusCaption();
}

void ComposePanel::focusLyrics() {
    showPage(Page::Custom);
    custom_->focusLyrics();
}

void ComposePanel::toggleExpert() {
    showPage(Page::Custom);
    custom_->toggleExpert();
}

void ComposePanel::setLimits(const Limits& limits, bool withLm) {
    simple_->basics()->setLimits(limits, withLm);
    custom_->basics()->setLimits(limits, withLm);
}

void ComposePanel::setDemo(bool demo) {
    demoNote_->setVisible(demo);
}

void ComposePanel::showUsedSeed(qint64 seed) {
    custom_->showUsedSeed(seed);
}

RequestDraft ComposePanel::draft() const {
    RequestDraft draft;
    custom_->store(draft);
    draft.simple = page() == Page::Simple;
    if (draft.simple)
        simple_->store(draft);
    return draft;
}

void ComposePanel::setDraft(const RequestDraft& draft) {
    simple_->load(draft);
    custom_->load(draft);
    showPage(draft.simple ? Page::Simple : Page::Custom);
}

void ComposePanel::generate() {
    showProblems();
    if (problem_->isHidden())
        emit generateRequested(draft());
}

void ComposePanel::showProblems() {
    const auto problems = problemsOf(draft());
    problem_->setVisible(!problems.empty());
    if (problems.empty())
        return;
    problem_->setText(problems.front().message);
    problem_->setAccessibleName(problems.front().message);
    if (problems.front().field == DraftField::Lyrics)
        custom_->focusLyrics();
    else
        focusFirstField();
}

} // namespace ottava::ui
