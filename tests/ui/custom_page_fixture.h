#pragma once

#include "tests/ui/fake_engine.h"
#include "ui/compose/compose_panel.h"
#include "ui/compose/custom_page.h"
#include "ui/compose/field_row.h"
#include "ui/main/main_window.h"

#include <QComboBox>
#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

namespace ottava::test {

using namespace ottava::ui; // what these tests are about

inline constexpr int kTimeoutMs = 20'000;
inline constexpr auto kTurbo = "acestep-v15-turbo", kSft = "acestep-v15-sft", kXlTurbo = "acestep-v15-xl-turbo";

inline std::vector<InstalledModel> musicModels() {
    return {{kTurbo, InstalledModel::Kind::Dit, "m/turbo", 4800, false, DitVariant::Turbo},
            {kSft, InstalledModel::Kind::Dit, "m/sft", 4800, false, DitVariant::Sft},
            {kXlTurbo, InstalledModel::Kind::Dit, "m/xl", 9800, false, DitVariant::Turbo},
            {"vae", InstalledModel::Kind::Vae, "m/vae", 300, false},
            {"vae-other", InstalledModel::Kind::Vae, "m/vae-other", 300, false},
            {"acestep-5Hz-lm-0.6B", InstalledModel::Kind::LanguageModel, "m/lm", 1300, false}};
}

/// "turbo-blues" fits the turbo model alone, "sft-…" that one, "both-…" both; "nowhere…" fits none, "broken" cannot be
/// read.
inline AdapterReport report(const std::filesystem::path& adapter, const std::filesystem::path&) {
    const auto name = adapter.filename().string();
    if (name == "broken")
        throw Error{ErrorCode::ModelCorrupt, "broken: it is empty.", "Choose another adapter."};
    const auto made = name.substr(0, name.find('-'));
    AdapterReport seen{.name = name, .madeFor = "checkpoints/acestep-v15-" + made, .fits = {}};
    if (made == "both")
        seen.fits = {kSft, kTurbo};
    else if (made != "nowhere")
        seen.fits = {"acestep-v15-" + made};
    return seen;
}

inline void drop(QWidget* target, const QString& path) {
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(path)});
    QDragEnterEvent enter({5, 5}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(target, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent event({5, 5}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(target, &event);
}

/// The window on its Custom page, with models to choose from and an engine that writes down what it is asked for.
class CustomPageFixture : public QObject {
protected:
    void init();
    void cleanup();
    void open(AppSettings settings = {});
    template<class Widget>
    Widget* find(const char* name) {
        return window_->findChild<Widget*>(QLatin1String(name));
    }
    ComposePanel* compose() { return window_->findChild<ComposePanel*>(); }
    QComboBox* models(const char* picker) { return find<QWidget>(picker)->findChild<QComboBox*>(); }
    QLineEdit* expertLine(const char* field) { return find<FieldRow>(field)->findChild<QLineEdit*>(); }
    QString text(const char* label) {
        const auto* found = find<QLabel>(label);
        return found->isHidden() ? QString() : found->text();
    }
    void choose(const char* picker, const QString& folder);
    void describe();
    void generate() { find<QPushButton>("generate")->click(); }
    Request made();
    std::filesystem::path path(const char* name) const { return folder_->filePath(name).toStdString(); }
    AppSettings saved() const {
        Warnings warnings;
        return loadSettings(path("settings.json"), warnings);
    }

    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<FakeEngine> engine_;
    std::unique_ptr<Session> session_;
    std::unique_ptr<MainWindow> window_;
};

inline void CustomPageFixture::init() {
    folder_ = std::make_unique<QTemporaryDir>();
    engine_ = std::make_unique<FakeEngine>();
}

inline void CustomPageFixture::cleanup() {
    engine_->release();
    window_.reset();
    session_.reset();
    engine_.reset();
}

inline void CustomPageFixture::open(AppSettings settings) {
    const SessionPaths paths{path("settings.json"), "demo", path("checkpoints"), path("library")};
    session_ = std::make_unique<Session>(paths, settings, settings, [](const EngineSettings&) {
        return HardwareReport{limitsOfCard(16), {}, musicModels(), true};
    });
    window_ =
        std::make_unique<MainWindow>(WindowServices{.engine = engine_->port(), .inspectAdapter = report}, *session_);
    QSignalSpy known(session_.get(), &Session::limitsChanged);
    window_->show();
    QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
    QVERIFY(known.count() > 0 || known.wait(kTimeoutMs));
    describe();
}

inline void CustomPageFixture::choose(const char* picker, const QString& folder) {
    auto* box = models(picker);
    QVERIFY(box->findData(folder) >= 0);
    box->setCurrentIndex(box->findData(folder));
    emit box->activated(box->currentIndex());
}

inline void CustomPageFixture::describe() {
    RequestDraft draft;
    draft.simple = false;
    draft.description = "slow blues";
    compose()->setDraft(draft);
}

inline Request CustomPageFixture::made() {
    generate();
    [&] { QTRY_COMPARE_WITH_TIMEOUT(engine_->requests().size(), std::size_t{1}, kTimeoutMs); }();
    return engine_->requests().empty() ? Request{} : engine_->requests().front();
}

} // namespace ottava::test
