#include "core/audio/audio_file.h"
#include "core/library/take_library.h"
#include "tests/support/tone.h"
#include "tests/ui/fake_engine.h"
#include "ui/compose/adapter_field.h"
#include "ui/compose/compose_panel.h"
#include "ui/compose/custom_page.h"
#include "ui/compose/expert_drawer.h"
#include "ui/compose/field_row.h"
#include "ui/compose/preset_button.h"
#include "ui/compose/reference_field.h"
#include "ui/compose/song_basics.h"
#include "ui/main/main_window.h"
#include "ui/widgets/message_bar.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QDropEvent>
#include <QFile>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QUrl>
#include <QWheelEvent>

#include <fstream>

using namespace ottava;
using namespace ottava::ui;

namespace {

constexpr int kTimeoutMs = 20'000;
constexpr auto kTurbo = "acestep-v15-turbo", kSft = "acestep-v15-sft", kXlTurbo = "acestep-v15-xl-turbo";

std::vector<InstalledModel> musicModels() {
    return {{kTurbo, InstalledModel::Kind::Dit, "m/turbo", 4800, false, DitVariant::Turbo},
            {kSft, InstalledModel::Kind::Dit, "m/sft", 4800, false, DitVariant::Sft},
            {kXlTurbo, InstalledModel::Kind::Dit, "m/xl", 9800, false, DitVariant::Turbo},
            {"vae", InstalledModel::Kind::Vae, "m/vae", 300, false},
            {"vae-other", InstalledModel::Kind::Vae, "m/vae-other", 300, false},
            {"acestep-5Hz-lm-0.6B", InstalledModel::Kind::LanguageModel, "m/lm", 1300, false}};
}

/// "turbo-blues" fits the turbo model alone, "sft-…" that one, "both-…" both; "nowhere…" fits none, "broken" cannot be
/// read.
AdapterReport report(const std::filesystem::path& adapter, const std::filesystem::path&) {
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

void drop(QWidget* target, const QString& path) {
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(path)});
    QDragEnterEvent enter({5, 5}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(target, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent event({5, 5}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(target, &event);
}

} // namespace

class TestCustomPage : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void theModelIsChosenAndKept();
    void simpleFollowsTheModelToo();
    void aModelThatIsNotInstalledIsShownAsSuch();
    void theDecoderIsChosenAndKept();
    void anAdapterIsDroppedAndUsed();
    void anAdapterIsSwitchedOffWithoutForgettingIt();
    void anAdapterForAnotherModelSaysSoAndOffersIt();
    void ofSeveralFittingModelsTheNearestIsOffered();
    void whatIsWrongWithAnAdapterIsSaidInPlace_data();
    void whatIsWrongWithAnAdapterIsSaidInPlace();
    void adaptersUsedBeforeAreOffered();
    void referenceAudioIsShownWithItsLength();
    void aBadReferenceIsSaidInPlace_data();
    void aBadReferenceIsSaidInPlace();
    void aPresetKeepsSettingsAndLeavesTheWords();
    void aPresetThatCannotBeReadSaysSo();
    void theWheelScrollsAndChangesNothing_data();
    void theWheelScrollsAndChangesNothing();
    void aTextIsNoDrop();
    void aFieldThatCannotBeReadStopsTheSong();
    void aRecipeBringsEverythingBack();

private:
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
    std::unique_ptr<test::FakeEngine> engine_;
    std::unique_ptr<Session> session_;
    std::unique_ptr<MainWindow> window_;
};

void TestCustomPage::init() {
    folder_ = std::make_unique<QTemporaryDir>();
    engine_ = std::make_unique<test::FakeEngine>();
}

void TestCustomPage::cleanup() {
    engine_->release();
    window_.reset();
    session_.reset();
    engine_.reset();
}

void TestCustomPage::open(AppSettings settings) {
    const SessionPaths paths{path("settings.json"), "demo", path("checkpoints"), path("library")};
    session_ = std::make_unique<Session>(paths, settings, settings, [](const EngineSettings&) {
        return HardwareReport{test::limitsOfCard(16), {}, musicModels(), true};
    });
    window_ =
        std::make_unique<MainWindow>(WindowServices{.engine = engine_->port(), .inspectAdapter = report}, *session_);
    QSignalSpy known(session_.get(), &Session::limitsChanged);
    window_->show();
    QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
    QVERIFY(known.count() > 0 || known.wait(kTimeoutMs));
    describe();
}

void TestCustomPage::choose(const char* picker, const QString& folder) {
    auto* box = models(picker);
    QVERIFY(box->findData(folder) >= 0);
    box->setCurrentIndex(box->findData(folder));
    emit box->activated(box->currentIndex());
}

void TestCustomPage::describe() {
    RequestDraft draft;
    draft.simple = false;
    draft.description = "slow blues";
    compose()->setDraft(draft);
}

Request TestCustomPage::made() {
    generate();
    [&] { QTRY_COMPARE_WITH_TIMEOUT(engine_->requests().size(), std::size_t{1}, kTimeoutMs); }();
    return engine_->requests().empty() ? Request{} : engine_->requests().front();
}

void TestCustomPage::theModelIsChosenAndKept() {
    open();
    QCOMPARE(models("modelPicker")->count(), 3);
    QVERIFY(models("modelPicker")->currentText().startsWith("Turbo"));
    choose("modelPicker", kSft);
    QVERIFY(models("modelPicker")->currentText().startsWith("SFT"));
    QCOMPARE(saved().dit, std::string(kSft));
    QCOMPARE(expertLine("inference_steps")->placeholderText(), QString("50"));
    const auto request = made();
    QCOMPARE(request.inferenceSteps, 50);
    QVERIFY(!request.dcwEnabled);
    QCOMPARE(engine_->settings().front().dit, std::string(kSft));
}

void TestCustomPage::simpleFollowsTheModelToo() {
    AppSettings settings;
    settings.dit = kSft;
    open(settings);
    compose()->showPage(ComposePanel::Page::Simple);
    QCOMPARE(made().inferenceSteps, 50);
}

void TestCustomPage::aModelThatIsNotInstalledIsShownAsSuch() {
    AppSettings settings;
    settings.dit = "acestep-v15-xl-base";
    open(settings);
    QCOMPARE(models("modelPicker")->currentText(), QString("XL Base (not installed)"));
    QCOMPARE(expertLine("inference_steps")->placeholderText(), QString("32"));
}

void TestCustomPage::theDecoderIsChosenAndKept() {
    open();
    compose()->toggleExpert();
    choose("vaePicker", "vae-other");
    QCOMPARE(saved().vae, std::string("vae-other"));
    QCOMPARE(models("vaePicker")->currentData().toString(), QString("vae-other"));
    made();
    QCOMPARE(engine_->settings().front().vae, std::string("vae-other"));
}

void TestCustomPage::anAdapterIsDroppedAndUsed() {
    open();
    QVERIFY(find<QCheckBox>("adapterOn")->isHidden());
    drop(find<AdapterField>("adapter"), "/adapters/turbo-blues");
    QTRY_COMPARE_WITH_TIMEOUT(text("adapterNote"), QString("Made for acestep-v15-turbo."), kTimeoutMs);
    QCOMPARE(find<QCheckBox>("adapterOn")->text(), QString("turbo-blues"));
    QVERIFY(find<QCheckBox>("adapterOn")->isChecked());
    QCOMPARE(saved().recentAdapters.size(), std::size_t{1});
    find<QDoubleSpinBox>("adapterScale")->setValue(0.6);
    const auto request = made();
    QCOMPARE(request.loraPath, std::filesystem::path("/adapters/turbo-blues"));
    QVERIFY(request.useLora);
    QCOMPARE(request.loraScale, 0.6);
}

void TestCustomPage::anAdapterIsSwitchedOffWithoutForgettingIt() {
    open();
    drop(find<AdapterField>("adapter"), "/adapters/sft-blues"); // does not fit: off, it must not matter
    find<QCheckBox>("adapterOn")->setChecked(false);
    QVERIFY(!find<QDoubleSpinBox>("adapterScale")->isEnabled());
    const auto request = made();
    QVERIFY(!request.useLora);
    QCOMPARE(request.loraPath, std::filesystem::path("/adapters/sft-blues"));
    find<QToolButton>("adapterClear")->click();
    QVERIFY(find<QCheckBox>("adapterOn")->isHidden());
    QVERIFY(find<AdapterField>("adapter")->draft() == AdapterDraft{});
}

void TestCustomPage::anAdapterForAnotherModelSaysSoAndOffersIt() {
    open();
    drop(find<AdapterField>("adapter"), "/adapters/sft-blues");
    QTRY_VERIFY_WITH_TIMEOUT(text("adapterNote").contains("is for SFT"), kTimeoutMs);
    QVERIFY(text("adapterNote").contains("Turbo"));
    generate();
    QVERIFY(text("problem").contains("is for SFT"));
    QVERIFY(engine_->requests().empty());
    auto* other = find<QPushButton>("adapterSwitch");
    QVERIFY(!other->isHidden() && other->text().contains("SFT"));
    other->click();
    QCOMPARE(session_->settings().dit, std::string(kSft));
    QVERIFY(other->isHidden());
    QCOMPARE(text("adapterNote"), QString("Made for acestep-v15-sft."));
    QVERIFY(made().useLora);
}

void TestCustomPage::ofSeveralFittingModelsTheNearestIsOffered() {
    open();
    choose("modelPicker", kXlTurbo);
    drop(find<AdapterField>("adapter"), "/adapters/both-blues");
    QTRY_VERIFY_WITH_TIMEOUT(text("adapterNote").contains("is for SFT / Turbo"), kTimeoutMs);
    QCOMPARE(find<QPushButton>("adapterSwitch")->text(), QString("Switch to Turbo"));
    find<QPushButton>("adapterSwitch")->click();
    QCOMPARE(session_->settings().dit, std::string(kTurbo));
}

void TestCustomPage::whatIsWrongWithAnAdapterIsSaidInPlace_data() {
    QTest::addColumn<QString>("adapter");
    QTest::addColumn<QString>("says");
    QTest::newRow("cannot be read") << "/adapters/broken"
                                    << "it is empty. Choose another adapter.";
    QTest::newRow("for a model that is not here") << "/adapters/nowhere-x"
                                                  << "is for acestep-v15-nowhere";
}

void TestCustomPage::whatIsWrongWithAnAdapterIsSaidInPlace() {
    QFETCH(QString, adapter);
    QFETCH(QString, says);
    open();
    drop(find<AdapterField>("adapter"), adapter);
    QTRY_VERIFY_WITH_TIMEOUT(text("adapterNote").contains(says), kTimeoutMs);
    QVERIFY(find<QPushButton>("adapterSwitch")->isHidden());
    generate();
    QVERIFY(text("problem").contains(says));
    QVERIFY(engine_->requests().empty());
    find<QToolButton>("adapterClear")->click();
    QVERIFY(text("adapterNote").isEmpty());
    made();
}

void TestCustomPage::adaptersUsedBeforeAreOffered() {
    AppSettings settings;
    settings.recentAdapters = {"/adapters/turbo-jazz", "/adapters/turbo-blues"};
    open(settings);
    const auto* menu = find<QPushButton>("adapterChoose")->menu();
    const auto named = [&](const QString& name) -> QAction* {
        for (auto* action : menu->actions())
            if (action->text() == name)
                return action;
        return nullptr;
    };
    QVERIFY(named("turbo-jazz") && named("turbo-blues"));
    named("turbo-blues")->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(saved().recentAdapters.size() == 2, kTimeoutMs);
    QCOMPARE(saved().recentAdapters.front(), std::filesystem::path("/adapters/turbo-blues"));
    QCOMPARE(compose()->draft().adapter.path, QString("/adapters/turbo-blues"));
}

void TestCustomPage::referenceAudioIsShownWithItsLength() {
    open();
    writeAudio(path("città.wav"), test::tone(3), AudioFormat::Wav24);
    QVERIFY(find<QToolButton>("referenceClear")->isHidden());
    drop(find<ReferenceField>("reference"), folder_->filePath("città.wav"));
    QTRY_COMPARE_WITH_TIMEOUT(text("referenceDetail"), QString("0:03"), kTimeoutMs);
    QCOMPARE(find<QLabel>("referenceName")->toolTip(), folder_->filePath("città.wav"));
    QCOMPARE(made().referenceAudio, path("città.wav"));
    find<QToolButton>("referenceClear")->click();
    QVERIFY(find<ReferenceField>("reference")->path().isEmpty());
    QVERIFY(text("referenceDetail").isEmpty());
}

void TestCustomPage::aBadReferenceIsSaidInPlace_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("says");
    QTest::newRow("missing") << "missing.wav"
                             << "does not exist";
    QTest::newRow("text") << "text.wav"
                          << "is not audio";
    QTest::newRow("silent") << "silent.wav"
                            << "silent";
}

void TestCustomPage::aBadReferenceIsSaidInPlace() {
    QFETCH(QString, file);
    QFETCH(QString, says);
    open();
    std::ofstream(path("text.wav")) << "These are only words, and rather many of them, in a file that is no WAV.";
    auto quiet = test::tone(1);
    std::ranges::fill(quiet.samples, 0.0F);
    writeAudio(path("silent.wav"), quiet, AudioFormat::Wav32);
    drop(find<ReferenceField>("reference"), folder_->filePath(file));
    QTRY_VERIFY_WITH_TIMEOUT(text("referenceNote").contains(says), kTimeoutMs);
    generate();
    QVERIFY(text("problem").contains(says));
    QVERIFY(engine_->requests().empty());
    QCOMPARE(QApplication::focusWidget(), find<QPushButton>("referenceChoose"));
    find<QToolButton>("referenceClear")->click();
    made();
}

void TestCustomPage::aPresetKeepsSettingsAndLeavesTheWords() {
    open();
    auto* menu = find<QMenu>("presetMenu");
    const auto named = [&](const QString& name) -> QAction* {
        emit menu->aboutToShow();
        for (auto* action : menu->actions())
            if (action->text() == name)
                return action;
        return nullptr;
    };
    RequestDraft form = compose()->draft();
    form.lyrics = "[Verse]\nmine";
    form.bpm = 96;
    form.seed = 7;
    form.adapter = {.path = "/adapters/turbo-blues", .on = true, .scale = 0.5};
    QVERIFY(form.expert.set("inference_steps", "5") && form.expert.set("lm_top_k", "40"));
    compose()->setDraft(form);
    QVERIFY(named("No presets yet"));
    named("Keep these settings…")->trigger();
    emit find<QInputDialog>("presetName")->textValueSelected(" Live & loud/2 ");

    describe(); // everything but the style as at first
    compose()->setDraft([&] {
        auto other = compose()->draft();
        other.lyrics = "[Verse]\nother";
        other.seed = 8;
        return other;
    }());
    const auto before = requestToJson(toRequest(compose()->draft()));
    QVERIFY(named("Live && loud/2"));
    named("Live && loud/2")->trigger();
    const auto draft = compose()->draft();
    QCOMPARE(draft.lyrics, QString("[Verse]\nother"));
    QCOMPARE(draft.description, QString("slow blues"));
    QCOMPARE(draft.seed, std::optional<qint64>(8));
    QCOMPARE(draft.bpm, std::optional(96));
    QVERIFY(draft.adapter == form.adapter);
    QCOMPARE(draft.expert.own, (std::set<std::string>{"inference_steps", "lm_top_k"}));
    QVERIFY(text("undoText").contains("Live & loud/2"));
    find<QPushButton>("undoWriting")->click();
    QCOMPARE(requestToJson(toRequest(compose()->draft())), before);

    QVERIFY(named("Live && loud/2"));
    find<QMenu>("presetDelete")->actions().front()->trigger();
    QVERIFY(named("No presets yet"));
}

void TestCustomPage::aPresetThatCannotBeReadSaysSo() {
    open();
    std::filesystem::create_directory(path("presets"));
    std::ofstream(path("presets") / "broken.json") << "{";
    auto* menu = find<QMenu>("presetMenu");
    emit menu->aboutToShow();
    const auto before = requestToJson(toRequest(compose()->draft()));
    menu->actions().front()->trigger();
    QVERIFY(find<MessageBar>("")->isVisible());
    QCOMPARE(requestToJson(toRequest(compose()->draft())), before);
    std::filesystem::remove_all(path("presets"));
    std::ofstream(path("presets")) << "a file where the folder belongs";
    emit compose()->presets()->saveWanted("mine");
    QVERIFY(std::filesystem::is_regular_file(path("presets")));
}

void TestCustomPage::theWheelScrollsAndChangesNothing_data() {
    QTest::addColumn<QString>("field");
    for (const auto* field : {"length", "tempo", "key", "model", "scale", "expert choice"})
        QTest::newRow(field) << QString(field);
}

void TestCustomPage::theWheelScrollsAndChangesNothing() {
    QFETCH(QString, field);
    open();
    compose()->toggleExpert();
    drop(find<AdapterField>("adapter"), "/adapters/turbo-blues");
    auto* page = window_->findChild<CustomPage*>();
    QWidget* const target = field == "length"  ? static_cast<QWidget*>(page->findChild<QSlider*>())
                            : field == "tempo" ? page->findChild<QSpinBox*>()
                            : field == "key"   ? page->findChild<SongBasics*>()->findChild<QComboBox*>()
                            : field == "model" ? models("modelPicker")
                            : field == "scale" ? static_cast<QWidget*>(find<QDoubleSpinBox>("adapterScale"))
                                               : find<FieldRow>("audio_format")->findChild<QComboBox*>();
    const auto before = requestToJson(toRequest(compose()->draft()));
    const auto model = session_->settings().dit;
    const QPointF place = target->rect().center();
    QWheelEvent wheel(place, target->mapToGlobal(place), {}, {0, -240}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase,
                      false);
    QApplication::sendEvent(target, &wheel);
    QCOMPARE(requestToJson(toRequest(compose()->draft())), before);
    QCOMPARE(session_->settings().dit, model);
    QVERIFY(!target->hasFocus());
}

void TestCustomPage::aTextIsNoDrop() {
    open();
    QMimeData data;
    data.setText("/adapters/turbo-blues");
    QDragEnterEvent enter({5, 5}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    enter.ignore();
    QApplication::sendEvent(find<AdapterField>("adapter"), &enter);
    QVERIFY(!enter.isAccepted());
}

void TestCustomPage::aFieldThatCannotBeReadStopsTheSong() {
    open();
    expertLine("inference_steps")->setText("many");
    generate();
    QVERIFY(text("problem").contains("Steps"));
    QVERIFY(engine_->requests().empty());
    QVERIFY(find<ExpertDrawer>("")->isVisible());
    QCOMPARE(QApplication::focusWidget(), expertLine("inference_steps"));
    expertLine("inference_steps")->setText("4");
    QVERIFY(text("problem").isEmpty());
    QCOMPARE(made().inferenceSteps, 4);
}

void TestCustomPage::aRecipeBringsEverythingBack() {
    open();
    Request request;
    request.caption = "blues";
    request.seed = 7;
    request.batchSize = 1;
    request.duration = 95;
    request.inferenceSteps = 5;
    request.lmTopK = 12;
    request.audioFormat = AudioFormat::Flac;
    request.referenceAudio = path("gone.wav");
    request.loraPath = "/adapters/turbo-blues";
    request.useLora = true;
    request.loraScale = 0.4;
    StoredTake take;
    take.requestJson = requestToJson(request);
    take.seed = 7;
    window_->useRecipe(take);
    QCOMPARE(QString::fromStdString(requestToJson(toRequest(compose()->draft()))),
             QString::fromStdString(requestToJson(request)));
    QTRY_VERIFY_WITH_TIMEOUT(text("referenceNote").contains("does not exist"), kTimeoutMs);
    QVERIFY(saved().recentAdapters.empty()); // nobody chose it here
}

QTEST_MAIN(TestCustomPage)
#include "tst_custom_page.moc"
