#pragma once

#include "tests/ui/fake_engine.h"
#include "ui/compose/compose_panel.h"
#include "ui/compose/counted_edit.h"
#include "ui/compose/plan_panel.h"
#include "ui/main/main_window.h"
#include "ui/widgets/bounded_slider.h"

#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

namespace ottava::test {

using namespace ottava::ui; // what these tests are about

inline constexpr int kTimeoutMs = 20'000;
inline constexpr double kCardGb = 16; // a tier with a planner that is on by default

inline std::vector<InstalledModel> musicModels() {
    return {{"acestep-v15-turbo", InstalledModel::Kind::Dit, "m/acestep-v15-turbo", 4800, false},
            {"acestep-5Hz-lm-0.6B", InstalledModel::Kind::LanguageModel, "m/acestep-5Hz-lm-0.6B", 1300, false}};
}

/// The window on a machine with a planner, and an engine that writes plans.
class PlannerFixture : public QObject {
protected:
    void init();
    void cleanup();
    void open(double vramGb = kCardGb);
    template<class Widget>
    Widget* find(const QString& name) {
        return window_->findChild<Widget*>(name);
    }
    ComposePanel* compose() { return window_->findChild<ComposePanel*>(); }
    QWidget* row(PlannedField field) { return find<QWidget>(QStringLiteral("plan%1").arg(static_cast<int>(field))); }
    QToolButton* rowButton(PlannedField field, const QString& word) {
        for (auto* button : row(field)->findChildren<QToolButton*>()) {
            if (button->accessibleName().contains(word))
                return button;
        }
        return nullptr;
    }
    QLineEdit* line(PlannedField field) { return row(field)->findChild<QLineEdit*>(); }
    QPlainTextEdit* block(PlannedField field) { return row(field)->findChild<QPlainTextEdit*>(); }
    BoundedSlider* length() {
        for (auto* found : window_->findChildren<BoundedSlider*>("length")) {
            if (found->isVisible())
                return found;
        }
        return nullptr;
    }
    void describe(const QString& text) { find<CountedEdit>("description")->setText(text); }
    void press(const QString& button) { find<QPushButton>(button)->click(); }
    void plan(const QString& words);
    void custom(const RequestDraft& draft);
    Request made();

    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<FakeEngine> engine_;
    std::unique_ptr<Session> session_;
    std::unique_ptr<MainWindow> window_;
};

inline void PlannerFixture::init() {
    folder_ = std::make_unique<QTemporaryDir>();
    engine_ = std::make_unique<FakeEngine>();
}

inline void PlannerFixture::cleanup() {
    engine_->release();
    window_.reset();
    session_.reset();
    engine_.reset();
}

inline void PlannerFixture::open(double vramGb) {
    const std::filesystem::path root = folder_->path().toStdString();
    const SessionPaths paths{root / "settings.json", "demo", root / "checkpoints", root / "library"};
    session_ = std::make_unique<Session>(paths, AppSettings{}, AppSettings{}, [vramGb](const EngineSettings&) {
        return HardwareReport{limitsOfCard(vramGb), {}, musicModels(), true};
    });
    window_ = std::make_unique<MainWindow>(WindowServices{.engine = engine_->port()}, *session_);
    QSignalSpy known(session_.get(), &Session::limitsChanged);
    window_->show();
    QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
    QVERIFY(known.count() > 0 || known.wait(kTimeoutMs));
}

inline void PlannerFixture::plan(const QString& words) {
    describe(words);
    press("planFirst");
    QTRY_COMPARE_WITH_TIMEOUT(compose()->page(), ComposePanel::Page::Plan, kTimeoutMs);
}

inline void PlannerFixture::custom(const RequestDraft& draft) {
    auto form = draft;
    form.simple = false;
    compose()->setDraft(form);
}

inline Request PlannerFixture::made() {
    press("generate");
    [&] { QTRY_COMPARE_WITH_TIMEOUT(engine_->requests().size(), std::size_t{1}, kTimeoutMs); }();
    return engine_->requests().empty() ? Request{} : engine_->requests().front();
}

} // namespace ottava::test
