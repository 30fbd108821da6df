#include "tests/ui/expert_drawer_fixture.h"
#include "ui/compose/expert_drawer.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>

#include <set>

using namespace ottava;
using namespace ottava::ui;
using namespace ottava::test;

/// What expert options may hold, and what the model in use makes of them.
class TestExpertValues : public test::ExpertDrawerFixture {
    Q_OBJECT

private slots:
    void init() { ExpertDrawerFixture::init(); }
    void cleanup() { ExpertDrawerFixture::cleanup(); }

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
};

void TestExpertValues::theDefaultsFollowTheModel_data() {
    QTest::addColumn<int>("variant");
    QTest::addColumn<QString>("steps");
    QTest::addColumn<bool>("correction");
    QTest::newRow("turbo") << static_cast<int>(DitVariant::Turbo) << "8" << true;
    QTest::newRow("sft") << static_cast<int>(DitVariant::Sft) << "50" << false;
    QTest::newRow("base") << static_cast<int>(DitVariant::Base) << "32" << false;
}

void TestExpertValues::theDefaultsFollowTheModel() {
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

void TestExpertValues::whatWasChangedSurvivesAnotherModel() {
    control<QLineEdit>("inference_steps")->setText("12");
    control<QCheckBox>("dcw_enabled")->click();
    drawer_->setModels(model(DitVariant::Sft));
    QCOMPARE(control<QLineEdit>("inference_steps")->text(), QString("12"));
    QVERIFY(!control<QCheckBox>("dcw_enabled")->isChecked());
    QCOMPARE(drawer_->draft().own, std::set<std::string>{"inference_steps"}); // off is what this model has anyway
}

void TestExpertValues::whatAModelIgnoresSaysSo() {
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

void TestExpertValues::withoutAPlannerItsFieldsAreOff() {
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

void TestExpertValues::theCorrectionFollowsThePlanner() {
    const auto usual = [&] {
        return std::pair{control<QLineEdit>("dcw_scaler")->placeholderText(),
                         control<QLineEdit>("dcw_high_scaler")->placeholderText()};
    };
    QVERIFY(usual() == std::pair(QString("0.02"), QString("0.06")));
    drawer_->setThinking(false);
    QVERIFY(usual() == std::pair(QString("0.05"), QString("0.02")));
    QCOMPARE(drawer_->modifiedCount(), 0);
}

void TestExpertValues::whatHasNoEffectIsOff() {
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

void TestExpertValues::nonsenseIsNamedAndNotTaken_data() {
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

void TestExpertValues::nonsenseIsNamedAndNotTaken() {
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

void TestExpertValues::numbersAreTakenInTheUsersNotation_data() {
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

void TestExpertValues::numbersAreTakenInTheUsersNotation() {
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

void TestExpertValues::theDecoderCanBeChosen() {
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

QTEST_MAIN(TestExpertValues)
#include "tst_expert_values.moc"
