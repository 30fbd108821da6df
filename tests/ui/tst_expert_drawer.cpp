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
#include <QToolButton>

#include <set>

using namespace ottava;
using namespace ottava::ui;

class TestExpertDrawer : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();

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
    void theDefaultsFollowTheModel_data();
    void theDefaultsFollowTheModel();
    void whatWasChangedSurvivesAnotherModel();
    void whatAModelIgnoresSaysSo();
    void withoutAPlannerItsFieldsAreOff();
    void theCorrectionFollowsThePlanner();
    void whatHasNoEffectIsOff();
    void nonsenseIsNamedAndNotTaken_data();
    void nonsenseIsNamedAndNotTaken();
    void numbersAreTakenInTheUsersNotation_data();
    void numbersAreTakenInTheUsersNotation();
    void theDecoderCanBeChosen();
    void oneButtonPutsEverythingBack();
    void screenReadersHearDefaultAndChange();

private:
    FieldRow* row(const char* name) { return drawer_->findChild<FieldRow*>(QLatin1String(name)); }
    template<class Control>
    Control* control(const char* name) {
        return row(name)->findChild<Control*>();
    }
    QToolButton* reset(const char* name) { return row(name)->findChild<QToolButton*>("reset"); }
    QString note(const char* name) {
        const auto* label = row(name)->findChild<QLabel*>("note");
        return label->isHidden() ? QString() : label->text();
    }
    QString sectionNote(const char* name) {
        const auto* label = row(name)->parentWidget()->findChild<QLabel*>("sectionNote");
        return label->isHidden() ? QString() : label->text();
    }
    void search(const QString& words) { drawer_->findChild<QLineEdit*>("expertSearch")->setText(words); }
    static ModelChoices model(DitVariant variant) {
        ModelChoices models;
        models.dits = {{"acestep-v15-x", InstalledModel::Kind::Dit, {}, 4800, false, variant}};
        models.vaes = {{"vae", InstalledModel::Kind::Vae, {}, 300, false},
                       {"vae-other", InstalledModel::Kind::Vae, {}, 300, false}};
        models.dit = "acestep-v15-x";
        return models;
    }

    std::unique_ptr<ExpertDrawer> drawer_;
};

void TestExpertDrawer::init() {
    QLocale::setDefault(QLocale::c());
    drawer_ = std::make_unique<ExpertDrawer>();
    drawer_->setModels(model(DitVariant::Turbo));
    drawer_->show();
}

void TestExpertDrawer::cleanup() {
    drawer_.reset();
    QLocale::setDefault(QLocale::c());
}

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

void TestExpertDrawer::theDefaultsFollowTheModel_data() {
    QTest::addColumn<int>("variant");
    QTest::addColumn<QString>("steps");
    QTest::addColumn<bool>("correction");
    QTest::newRow("turbo") << static_cast<int>(DitVariant::Turbo) << "8" << true;
    QTest::newRow("sft") << static_cast<int>(DitVariant::Sft) << "50" << false;
    QTest::newRow("base") << static_cast<int>(DitVariant::Base) << "32" << false;
}

void TestExpertDrawer::theDefaultsFollowTheModel() {
    QFETCH(int, variant);
    QFETCH(QString, steps);
    QFETCH(bool, correction);
    for (const auto before : {DitVariant::Turbo, DitVariant::Sft, DitVariant::Base}) {
        drawer_->setModels(model(before));
        drawer_->setModels(model(static_cast<DitVariant>(variant)));
        QCOMPARE(control<QLineEdit>("inference_steps")->placeholderText(), steps);
        QCOMPARE(control<QCheckBox>("dcw_enabled")->isChecked(), correction);
        QCOMPARE(drawer_->modifiedCount(), 0);
    }
}

void TestExpertDrawer::whatWasChangedSurvivesAnotherModel() {
    control<QLineEdit>("inference_steps")->setText("12");
    control<QCheckBox>("dcw_enabled")->click();
    drawer_->setModels(model(DitVariant::Sft));
    QCOMPARE(control<QLineEdit>("inference_steps")->text(), QString("12"));
    QVERIFY(!control<QCheckBox>("dcw_enabled")->isChecked());
    QCOMPARE(drawer_->draft().own, std::set<std::string>{"inference_steps"}); // off is what this model has anyway
}

void TestExpertDrawer::whatAModelIgnoresSaysSo() {
    for (const auto* field : {"guidance_scale", "use_adg", "cfg_interval_start", "cfg_interval_end"}) {
        QVERIFY2(note(field).isEmpty(), field); // said once for all of them
        QVERIFY2(sectionNote(field).contains("turbo"), field);
    }
    QVERIFY(control<QLineEdit>("guidance_scale")->accessibleDescription().contains("turbo"));
    QVERIFY(note("inference_steps").isEmpty());
    control<QLineEdit>("inference_steps")->setText("30");
    QVERIFY(note("inference_steps").contains("8"));
    drawer_->setModels(model(DitVariant::Sft));
    QVERIFY(note("inference_steps").isEmpty() && sectionNote("guidance_scale").isEmpty());
    QVERIFY(!control<QLineEdit>("guidance_scale")->accessibleDescription().contains("turbo"));
}

void TestExpertDrawer::withoutAPlannerItsFieldsAreOff() {
    QVERIFY(sectionNote("lm_top_k").isEmpty());
    drawer_->setThinking(false);
    QVERIFY(sectionNote("lm_top_k").contains("Think is off"));
    for (const auto* field : {"lm_top_k", "lm_negative_prompt", "audio_cover_strength"})
        QVERIFY2(!control<QLineEdit>(field)->isEnabled(), field);
    drawer_->setThinking(true);
    control<QLineEdit>("audio_codes")->setText("<|audio_code_1|>");
    QVERIFY(!control<QLineEdit>("lm_top_k")->isEnabled());
    QVERIFY(control<QLineEdit>("audio_cover_strength")->isEnabled());
}

void TestExpertDrawer::theCorrectionFollowsThePlanner() {
    const auto usual = [&] {
        return std::pair{control<QLineEdit>("dcw_scaler")->placeholderText(),
                         control<QLineEdit>("dcw_high_scaler")->placeholderText()};
    };
    QVERIFY(usual() == std::pair(QString("0.02"), QString("0.06")));
    drawer_->setThinking(false);
    QVERIFY(usual() == std::pair(QString("0.05"), QString("0.02")));
    QCOMPARE(drawer_->modifiedCount(), 0);
}

void TestExpertDrawer::whatHasNoEffectIsOff() {
    const auto enabled = [&](const char* name) { return control<QWidget>(name)->isEnabled(); };
    QVERIFY(enabled("dcw_high_scaler") && enabled("sampler_mode") && !enabled("mp3_bitrate")
            && !enabled("normalization_lufs"));
    auto* mode = control<QComboBox>("dcw_mode");
    mode->setCurrentIndex(mode->findData("low"));
    QVERIFY(!enabled("dcw_high_scaler") && enabled("dcw_scaler"));
    control<QCheckBox>("dcw_enabled")->click();
    QVERIFY(!enabled("dcw_scaler") && !enabled("dcw_mode"));
    auto* method = control<QComboBox>("infer_method");
    method->setCurrentIndex(method->findData("sde"));
    QVERIFY(!enabled("sampler_mode") && !note("sampler_mode").isEmpty());
    auto* format = control<QComboBox>("audio_format");
    format->setCurrentIndex(format->findData("mp3"));
    QVERIFY(enabled("mp3_bitrate"));
    control<QLineEdit>("timesteps")->setText("1, 0.5");
    QVERIFY(!enabled("inference_steps") && !enabled("shift") && !note("shift").isEmpty());
}

void TestExpertDrawer::nonsenseIsNamedAndNotTaken_data() {
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("says");
    QTest::newRow("a word") << "inference_steps"
                            << "many"
                            << "whole number from 1 to 200";
    QTest::newRow("too many") << "inference_steps"
                              << "201"
                              << "200";
    QTest::newRow("huge") << "inference_steps"
                          << "99999999999999999999"
                          << "200";
    QTest::newRow("a fraction") << "lm_top_k"
                                << "2.5"
                                << "whole number";
    QTest::newRow("not a number") << "shift"
                                  << "nan"
                                  << "from 1 to 5";
    QTest::newRow("below") << "guidance_scale"
                           << "0"
                           << "from 1 to 15";
    QTest::newRow("step beyond 1") << "timesteps"
                                   << "1.5, 0.5"
                                   << "numbers from 0 to 1";
    QTest::newRow("a word in a list") << "timesteps"
                                      << "1, half"
                                      << "numbers";
    QTest::newRow("no codes") << "audio_codes"
                              << "la la la"
                              << "<|audio_code_42|>";
    QTest::newRow("negative seed") << "seeds"
                                   << "-2"
                                   << "whole numbers";
    QTest::newRow("seed of 33 bits") << "sampling_seed"
                                     << "4294967296"
                                     << "4294967295";
}

void TestExpertDrawer::nonsenseIsNamedAndNotTaken() {
    QFETCH(QString, field);
    QFETCH(QString, typed);
    QFETCH(QString, says);
    const auto name = field.toLatin1();
    control<QLineEdit>(name)->setText(typed);
    QVERIFY2(note(name).contains(says), qPrintable(note(name)));
    QVERIFY(drawer_->problem().contains(row(name)->label()) && drawer_->problem().contains(says));
    QVERIFY(drawer_->draft().own.empty());
    QVERIFY(!reset(name)->isHidden());
    reset(name)->click();
    QVERIFY(drawer_->problem().isEmpty() && note(name).isEmpty());
}

void TestExpertDrawer::numbersAreTakenInTheUsersNotation_data() {
    QTest::addColumn<QString>("language");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<double>("shift");
    QTest::newRow("Italian") << "it"
                             << "2,5" << 2.5;
    QTest::newRow("Italian, as programs write it") << "it"
                                                   << "2.5" << 2.5;
    QTest::newRow("English") << "en"
                             << "2.5" << 2.5;
}

void TestExpertDrawer::numbersAreTakenInTheUsersNotation() {
    QFETCH(QString, language);
    QFETCH(QString, typed);
    QFETCH(double, shift);
    QLocale::setDefault(QLocale(language));
    control<QLineEdit>("shift")->setText(typed);
    QCOMPARE(drawer_->draft().values.shift, shift);
    for (const auto* list : {"1, 0.75, 0.5", "1 0.75 0.5", "1; 0,75; 0,5", "1 0,75 0,5", "1,0.75,0.5"}) {
        control<QLineEdit>("timesteps")->setText(list);
        QCOMPARE(drawer_->draft().values.timesteps, (std::vector<double>{1, 0.75, 0.5}));
    }
}

void TestExpertDrawer::theDecoderCanBeChosen() {
    QSignalSpy chosen(drawer_.get(), &ExpertDrawer::vaeChosen);
    auto* box = drawer_->findChild<QWidget*>("vaePicker")->findChild<QComboBox*>();
    QCOMPARE(box->count(), 2);
    QCOMPARE(box->currentData().toString(), QString("vae"));
    box->setCurrentIndex(1);
    emit box->activated(1);
    QCOMPARE(chosen.count(), 1);
    QCOMPARE(chosen.front().front().toString(), QString("vae-other"));
    search("autoencoder");
    QVERIFY(box->isVisible());
    search("lufs");
    QVERIFY(!box->isVisible());
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
