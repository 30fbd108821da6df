#include "tests/ui/expert_drawer_fixture.h"
#include "ui/compose/expert_drawer.h"
#include "ui/compose/expert_fields.h"
#include "ui/compose/field_row.h"
#include "ui/compose/field_text.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include <set>

using namespace ottava;
using namespace ottava::ui;
using namespace ottava::test;

/// The drawer of expert options: finding, changing and putting back.
class TestExpertDrawer : public test::ExpertDrawerFixture {
    Q_OBJECT

private slots:
    void init() { ExpertDrawerFixture::init(); }
    void cleanup() { ExpertDrawerFixture::cleanup(); }

    void everyFieldOfARequestHasAPlace();
    void everyFieldCanBeChangedAndReachesTheDraft_data();
    void everyFieldCanBeChangedAndReachesTheDraft();
    void untouchedItSaysNothing();
    void defaultsAreGhosts();
    void aChangeShowsADotAndAWayBack();
    void theWayBackWorksFromTheKeyboard();
    void arrowsStepANumber();
    void theSearchFindsLabelsNamesAndSynonyms_data();
    void theSearchFindsLabelsNamesAndSynonyms();
    void oneButtonPutsEverythingBack();
    void screenReadersHearDefaultAndChange();
};

void TestExpertDrawer::everyFieldOfARequestHasAPlace() {
    std::set<std::string> placed{expertFieldNames().begin(), expertFieldNames().end()};
    QCOMPARE(placed.size(), expertFieldNames().size());
    const std::set<std::string> inTheForm{
        "query",    "caption",  "lyrics",     "instrumental", "vocal_language", "bpm",
        "keyscale", "duration", "batch_size", "seed",         "timesignature",  "use_random_seed",
        "thinking", "lm_seeds", "lora_scale", "lora_path",    "use_lora",       "reference_audio"};
    const std::set<std::string> whenEditing{"task_type",
                                            "src_audio",
                                            "no_fsq",
                                            "track_name",
                                            "complete_track_classes",
                                            "cover_noise_strength",
                                            "repainting_start",
                                            "repainting_end",
                                            "repainting_regions",
                                            "repaint_hard_cut",
                                            "chunk_mask_mode",
                                            "repaint_mode",
                                            "repaint_strength",
                                            "repaint_latent_crossfade_frames",
                                            "repaint_wav_crossfade_sec",
                                            "flow_edit_morph",
                                            "flow_edit_source_caption",
                                            "flow_edit_source_lyrics",
                                            "flow_edit_n_min",
                                            "flow_edit_n_max",
                                            "flow_edit_n_avg"};
    // Read for the sake of the reference's sidecars; nothing goes by them.
    const std::set<std::string> withoutEffect{"use_cot_lyrics", "constrained_decoding_debug", "allow_lm_batch"};
    for (const auto* others : {&inTheForm, &whenEditing, &withoutEffect})
        for (const auto& name : *others)
            QVERIFY2(placed.insert(name).second, name.c_str());
    for (const auto& field : requestFields())
        QVERIFY2(placed.erase(std::string{field.name}) == 1, std::string{field.name}.c_str());
    QVERIFY(placed.empty());
}

void TestExpertDrawer::everyFieldCanBeChangedAndReachesTheDraft_data() {
    QTest::addColumn<QString>("typed");
    const std::map<std::string, const char*> others{
        {"timesteps", "1, 0.5"},
        {"seeds", "7, -1"},
        {"retake_seed", "5"},
        {"mp3_bitrate", "128k"},
        {"dcw_mode", "low"},
        {"dcw_wavelet", "db4"},
        {"infer_method", "sde"},
        {"sampler_mode", "heun"},
        {"normalization_mode", "loudness"},
        {"audio_format", "flac"},
        {"mp3_sample_rate", "44100"},
        {"normalization_db", "-3.5"},
        {"normalization_lufs", "-9.5"},
        {"dcw_scaler", "0.015"},
        {"dcw_high_scaler", "0.015"},
        {"latent_shift", "-0.1"},
        {"latent_rescale", "1.1"},
        {"velocity_ema_factor", "0.25"},
        {"instruction", "Make it so:"},
        {"global_caption", "città"},
        {"lm_negative_prompt", "no noise"},
        {"shift", "2"},
        {"lm_temperature", "1.25"},
        {"audio_codes", "<|audio_code_1|><|audio_code_2|>; <|audio_code_3|>"}};
    for (const auto& name : expertFieldNames()) {
        const FieldText access(name);
        const auto given = others.find(name);
        const auto fraction = access.high() <= 1 ? QString("0.35") : QString("3");
        const auto flipped = access.read({}) == "true" ? QString("false") : QString("true");
        QTest::newRow(name.c_str()) << (given != others.end()                ? QString::fromUtf8(given->second)
                                        : access.kind() == FieldKind::Switch ? flipped
                                                                             : fraction);
    }
}

void TestExpertDrawer::everyFieldCanBeChangedAndReachesTheDraft() {
    QFETCH(QString, typed);
    const auto* name = QTest::currentDataTag();
    QSignalSpy changed(drawer_.get(), &ExpertDrawer::changed);
    const FieldText access(name);
    if (access.kind() == FieldKind::Switch)
        control<QCheckBox>(name)->click();
    else if (access.kind() == FieldKind::Choice) {
        auto* box = control<QComboBox>(name);
        QVERIFY(box->findData(typed) >= 0);
        box->setCurrentIndex(box->findData(typed));
    } else
        control<QLineEdit>(name)->setText(typed);
    QVERIFY(changed.count() > 0);
    QCOMPARE(drawer_->modifiedCount(), 1);
    const auto draft = drawer_->draft();
    QCOMPARE(draft.own, std::set<std::string>{name});
    QCOMPARE(access.read(draft.values), typed);

    ExpertDrawer other; // the same draft, shown elsewhere
    other.setModels(model(DitVariant::Turbo));
    other.load(draft);
    QCOMPARE(other.draft().own, draft.own);
    QCOMPARE(access.read(other.draft().values), typed);
}

void TestExpertDrawer::untouchedItSaysNothing() {
    QCOMPARE(drawer_->modifiedCount(), 0);
    QVERIFY(drawer_->draft().own.empty());
    QVERIFY(drawer_->problem().isEmpty());
    RequestDraft all;
    all.simple = false;
    all.withPlanner = true;
    drawer_->load(toDraft(toRequest(all), {}).expert); // names every field, all with their defaults
    QCOMPARE(drawer_->modifiedCount(), 0);
}

void TestExpertDrawer::defaultsAreGhosts() {
    QCOMPARE(control<QLineEdit>("inference_steps")->placeholderText(), QString("8"));
    QVERIFY(control<QLineEdit>("inference_steps")->text().isEmpty());
    QCOMPARE(control<QLineEdit>("lm_negative_prompt")->placeholderText(), QString("NO USER INPUT"));
    QCOMPARE(control<QLineEdit>("velocity_norm_threshold")->placeholderText(), QString("off"));
    QVERIFY(!control<QLineEdit>("timesteps")->placeholderText().isEmpty());
    auto* format = control<QComboBox>("audio_format");
    QVERIFY(format->property("ghost").toBool());
    format->setCurrentIndex(format->findData("mp3"));
    QVERIFY(!format->property("ghost").toBool());
}

void TestExpertDrawer::aChangeShowsADotAndAWayBack() {
    auto* line = control<QLineEdit>("shift");
    const auto dot = [&] { return !row("shift")->findChildren<QLabel*>().isEmpty() && row("shift")->isChanged(); };
    QVERIFY(reset("shift")->isHidden() && !dot());
    line->setText("2.5");
    QVERIFY(!reset("shift")->isHidden() && dot());
    line->setText("3"); // the default, typed out
    QVERIFY(reset("shift")->isHidden() && !dot());
    line->setText("4");
    reset("shift")->click();
    QVERIFY(line->text().isEmpty());
    QVERIFY(reset("shift")->isHidden() && !dot());
    QVERIFY(drawer_->draft().own.empty());
}

void TestExpertDrawer::theWayBackWorksFromTheKeyboard() {
    QVERIFY(QTest::qWaitForWindowActive(drawer_.get()));
    auto* line = control<QLineEdit>("shift");
    line->setFocus();
    QTest::keyClicks(line, "2.5");
    QTest::keyClick(line, Qt::Key_Tab);
    QCOMPARE(QApplication::focusWidget(), reset("shift"));
    QTest::keyClick(reset("shift"), Qt::Key_Space);
    QVERIFY(line->text().isEmpty());
    QCOMPARE(QApplication::focusWidget(), line);
}

void TestExpertDrawer::arrowsStepANumber() {
    auto* shift = control<QLineEdit>("shift");
    QTest::keyClick(shift, Qt::Key_Up);
    QCOMPARE(shift->text(), QString("3.1"));
    QTest::keyClick(shift, Qt::Key_Down);
    QTest::keyClick(shift, Qt::Key_Down);
    QCOMPARE(shift->text(), QString("2.9"));
    auto* steps = control<QLineEdit>("inference_steps");
    steps->setText("1");
    QTest::keyClick(steps, Qt::Key_Down);
    QCOMPARE(steps->text(), QString("1")); // the least there is
}

void TestExpertDrawer::theSearchFindsLabelsNamesAndSynonyms_data() {
    QTest::addColumn<QString>("words");
    QTest::addColumn<QStringList>("found");
    QTest::newRow("label") << "velocity" << QStringList{"velocity_ema_factor", "velocity_norm_threshold"};
    QTest::newRow("label, any case") << "TOP-P" << QStringList{"lm_top_p"};
    QTest::newRow("name") << "lm_top_k" << QStringList{"lm_top_k"};
    QTest::newRow("name in words") << "latent rescale" << QStringList{"latent_rescale"};
    QTest::newRow("synonym") << "karaoke" << QStringList{"auto_lrc"};
    QTest::newRow("two words, any order") << "cfg interval end" << QStringList{"cfg_interval_end"};
    QTest::newRow("nothing") << "xyzzy" << QStringList{};
}

void TestExpertDrawer::theSearchFindsLabelsNamesAndSynonyms() {
    QFETCH(QString, words);
    QFETCH(QStringList, found);
    search(words);
    QStringList visible;
    for (const auto* row : drawer_->findChildren<FieldRow*>())
        if (row->isVisible())
            visible << row->name();
    visible.sort();
    QCOMPARE(visible, found);
    QCOMPARE(drawer_->findChild<QLabel*>("expertNothing")->isVisible(), found.isEmpty());
    search({});
    for (const auto* row : drawer_->findChildren<FieldRow*>())
        QVERIFY(row->isVisible());
}

void TestExpertDrawer::oneButtonPutsEverythingBack() {
    auto* back = drawer_->findChild<QPushButton*>("expertReset");
    QVERIFY(!back->isEnabled());
    control<QLineEdit>("shift")->setText("2");
    control<QLineEdit>("inference_steps")->setText("nonsense");
    control<QCheckBox>("auto_score")->click();
    QVERIFY(back->isEnabled());
    back->click();
    QCOMPARE(drawer_->modifiedCount(), 0);
    QVERIFY(drawer_->problem().isEmpty());
}

void TestExpertDrawer::screenReadersHearDefaultAndChange() {
    for (const auto* row : drawer_->findChildren<FieldRow*>())
        for (const auto* control : row->findChildren<QWidget*>())
            if ((control->focusPolicy() & Qt::TabFocus)
                && control->window() == drawer_.get()) // no list of a closed box
                QVERIFY2(!control->accessibleName().isEmpty(), qPrintable(row->name()));
    auto* shift = control<QLineEdit>("shift");
    QVERIFY(shift->accessibleDescription().contains("3"));
    QVERIFY(!shift->accessibleDescription().contains("changed"));
    shift->setText("2");
    QVERIFY(shift->accessibleDescription().contains("changed"));
    QVERIFY(reset("shift")->accessibleName().contains("Shift"));
}

QTEST_MAIN(TestExpertDrawer)
#include "tst_expert_drawer.moc"
