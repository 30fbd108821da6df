#pragma once

#include "core/hardware/limits.h"
#include "ui/compose/request_draft.h"
#include "ui/compose/song_basics.h"

#include <QFrame>

class QLabel;
class QPushButton;
class QStackedWidget;

namespace ottava::ui {

class CustomPage;
class SimplePage;

/// The Create column: Simple and Custom over one draft, and Generate, which says in place what is missing.
class ComposePanel : public QFrame {
    Q_OBJECT
public:
    enum class Page { Simple, Custom };

    explicit ComposePanel(QWidget* parent = nullptr);

    Page page() const;
    /// Shows the page; what both pages have in common goes with the user.
    void showPage(Page page);
    void focusLyrics();
    void toggleExpert();
    void focusFirstField();

    void setLimits(const Limits& limits, bool withLm);
    /// Says under the form that the demo model is in use.
    void setDemo(bool demo);
    void showUsedSeed(qint64 seed);

    RequestDraft draft() const;
    void setDraft(const RequestDraft& draft);

    /// Checks the form; emits `generateRequested` or shows what is missing.
    void generate();

signals:
    void generateRequested(ottava::ui::RequestDraft draft);
    void overrideRequested(ottava::ui::LimitKind kind, bool always);
    void getStartedRequested();

private:
    QWidget* makePageSwitch();
    QWidget* makeFoot();
    QWidget* scrolled(QWidget* page);
    void showProblems();

    QPushButton* simpleButton_;
    QPushButton* customButton_;
    QStackedWidget* pages_;
    SimplePage* simple_;
    CustomPage* custom_;
    QWidget* demoNote_ = nullptr;
    QLabel* problem_ = nullptr;
    QPushButton* generate_ = nullptr;
};

} // namespace ottava::ui
