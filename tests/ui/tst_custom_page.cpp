#include "core/audio/audio_file.h"
#include "core/library/take_library.h"
#include "tests/ui/custom_page_fixture.h"
#include "ui/compose/adapter_field.h"
#include "ui/compose/compose_panel.h"
#include "ui/compose/custom_page.h"
#include "ui/compose/expert_drawer.h"
#include "ui/compose/field_row.h"
#include "ui/compose/preset_button.h"
#include "ui/compose/song_basics.h"
#include "ui/widgets/message_bar.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QInputDialog>
#include <QMenu>
#include <QPushButton>
#include <QSlider>
#include <QSpinBox>
#include <QTest>
#include <QWheelEvent>

#include <fstream>

using namespace ottava;
using namespace ottava::ui;
using namespace ottava::test;

/// Custom in its window: models, presets, recipes.
class TestCustomPage : public test::CustomPageFixture {
    Q_OBJECT

private slots:
    void init() { CustomPageFixture::init(); }
    void cleanup() { CustomPageFixture::cleanup(); }

    void theModelIsChosenAndKept();
    void simpleFollowsTheModelToo();
    void aModelThatIsNotInstalledIsShownAsSuch();
    void theDecoderIsChosenAndKept();
    void aPresetKeepsSettingsAndLeavesTheWords();
    void aPresetThatCannotBeReadSaysSo();
    void theWheelScrollsAndChangesNothing_data();
    void theWheelScrollsAndChangesNothing();
    void aFieldThatCannotBeReadStopsTheSong();
    void aRecipeBringsEverythingBack();
};

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
