#include "tests/ui/fake_engine.h"
#include "ui/settings/settings_dialog.h"

#include <QAbstractSpinBox>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QTest>

using namespace ottava;
using namespace ottava::ui;

class TestSettingsDialog : public QObject {
    Q_OBJECT

private slots:
    void untouchedSettingsComeBackAsTheyWere_data();
    void untouchedSettingsComeBackAsTheyWere();
    void everyChoiceReachesTheSettings();
    void offIsNotTheSameAsTheTiersChoice();
    void aModelBeyondTheTierIsMarkedAndAllowed();
    void onlyChangesAreMergedIntoTheSavedSettings();
    void everyFieldHasAName();

private:
    static SettingsChoices choices();
    static void choose(const QDialog& dialog, const char* box, const QVariant& value);
};

SettingsChoices TestSettingsDialog::choices() {
    return {.limits = test::limitsOfCard(16),
            .models = {{"acestep-v15-turbo", InstalledModel::Kind::Dit, "m/acestep-v15-turbo", 4800, false},
                       {"acestep-v15-base", InstalledModel::Kind::Dit, "m/acestep-v15-base", 4800, false},
                       {"vae", InstalledModel::Kind::Vae, "m/vae", 300, false},
                       {"vae-other", InstalledModel::Kind::Vae, "m/vae-other", 300, false},
                       {"acestep-5Hz-lm-0.6B", InstalledModel::Kind::LanguageModel, "m/lm", 1300, false}},
            .audioDevices = {"Speakers", "Interface"},
            .defaultModelsDir = "/models",
            .defaultLibraryDir = "/library"};
}

void TestSettingsDialog::choose(const QDialog& dialog, const char* box, const QVariant& value) {
    auto* field = dialog.findChild<QComboBox*>(QLatin1String(box));
    QVERIFY2(field, box);
    QVERIFY2(field->findData(value) >= 0, box);
    field->setCurrentIndex(field->findData(value));
}

void TestSettingsDialog::untouchedSettingsComeBackAsTheyWere_data() {
    QTest::addColumn<int>("which");
    QTest::newRow("defaults") << 0;
    QTest::newRow("everything set") << 1;
    QTest::newRow("what this machine does not have") << 2;
}

void TestSettingsDialog::untouchedSettingsComeBackAsTheyWere() {
    QFETCH(int, which);
    AppSettings settings;
    if (which >= 1) {
        settings.modelsDir = "/elsewhere";
        settings.libraryDir = "/songs";
        settings.vae = "vae-other";
        settings.recentAdapters = {"/adapters/a"};
        settings.lm = "acestep-5Hz-lm-0.6B";
        settings.device = "cpu";
        settings.precision = Precision::Bf16;
        settings.offload = false;
        settings.compile = false;
        settings.flashAttention = false;
        settings.overrides.maxDurationSeconds = 600;
        settings.overrides.maxBatch = 8;
        settings.overrides.allowLm = true;
        settings.audioDevice = "Interface";
        settings.embed = {.promptAndLyrics = false, .tempoForStretching = true, .artist = "Ada"};
        settings.theme = Theme::Dark;
        settings.language = "it";
    }
    if (which == 2) {
        settings.dit = "acestep-v15-sft";
        settings.vae = "vae-gone";
        settings.lm = "acestep-5Hz-lm-4B";
        settings.device = "cuda:3";
        settings.audioDevice = "Unplugged";
        settings.language = "de";
    }
    const SettingsDialog dialog(settings, choices());
    QVERIFY(dialog.settings() == settings);
}

void TestSettingsDialog::everyChoiceReachesTheSettings() {
    SettingsDialog dialog({}, choices());
    choose(dialog, "dit", "acestep-v15-base");
    choose(dialog, "vae", "vae-other");
    choose(dialog, "lm", "acestep-5Hz-lm-0.6B");
    choose(dialog, "device", "cuda");
    choose(dialog, "precision", static_cast<int>(Precision::Int8));
    choose(dialog, "audioDevice", "Interface");
    choose(dialog, "theme", static_cast<int>(Theme::Light));
    choose(dialog, "language", "it");
    dialog.findChild<QComboBox*>("offload")->setCurrentIndex(2);
    dialog.findChild<QCheckBox*>("compile")->setChecked(false);
    dialog.findChild<QCheckBox*>("flashAttention")->setChecked(false);
    dialog.findChild<QCheckBox*>("longSongs")->setChecked(true);
    dialog.findChild<QCheckBox*>("embedPrompt")->setChecked(false);
    dialog.findChild<QCheckBox*>("embedTempo")->setChecked(true);
    dialog.findChild<QLineEdit*>("artist")->setText(" Ada ");
    dialog.findChild<QWidget*>("modelsDir")->findChild<QLineEdit*>()->setText("/mnt/models");
    dialog.findChild<QWidget*>("libraryDir")->findChild<QLineEdit*>()->setText("/mnt/songs");
    const auto settings = dialog.settings();
    QCOMPARE(settings.dit, std::string("acestep-v15-base"));
    QCOMPARE(settings.vae, std::string("vae-other"));
    QCOMPARE(settings.lm, std::optional<std::string>("acestep-5Hz-lm-0.6B"));
    QCOMPARE(settings.device, std::string("cuda"));
    QCOMPARE(settings.precision, Precision::Int8);
    QCOMPARE(settings.offload, std::optional(false));
    QVERIFY(!settings.compile);
    QVERIFY(!settings.flashAttention);
    QCOMPARE(settings.overrides.maxDurationSeconds, std::optional(600));
    QVERIFY(!settings.overrides.maxBatch);
    QCOMPARE(settings.audioDevice, std::optional<std::string>("Interface"));
    QCOMPARE(settings.theme, Theme::Light);
    QCOMPARE(settings.language, std::string("it"));
    QVERIFY(settings.embed == (EmbedChoice{.promptAndLyrics = false, .tempoForStretching = true, .artist = "Ada"}));
    QCOMPARE(settings.modelsDir, std::filesystem::path("/mnt/models"));
    QCOMPARE(settings.libraryDir, std::filesystem::path("/mnt/songs"));
}

void TestSettingsDialog::offIsNotTheSameAsTheTiersChoice() {
    SettingsDialog dialog({}, choices());
    QVERIFY(dialog.settings().lmEnabled);
    choose(dialog, "lm", "off");
    QVERIFY(!dialog.settings().lmEnabled);
}

void TestSettingsDialog::aModelBeyondTheTierIsMarkedAndAllowed() {
    auto small = choices();
    small.limits = test::limitsOfCard(4); // tier 1 has no planner
    const SettingsDialog dialog({}, small);
    auto* box = dialog.findChild<QComboBox*>("lm");
    auto* note = dialog.findChild<QLabel*>("lmNote");
    QVERIFY(note->isHidden());
    QVERIFY(box->itemText(box->findData("acestep-5Hz-lm-0.6B")).contains("beyond"));
    QVERIFY(!dialog.settings().overrides.allowLm);
    choose(dialog, "lm", "acestep-5Hz-lm-0.6B");
    QVERIFY(!note->isHidden() && note->text().contains("Tier 1"));
    QCOMPARE(dialog.settings().overrides.allowLm, std::optional(true));
}

void TestSettingsDialog::onlyChangesAreMergedIntoTheSavedSettings() {
    AppSettings saved;
    saved.modelsDir = "/saved";
    auto inForce = saved;
    inForce.modelsDir = "/from the command line";
    auto after = inForce;
    after.theme = Theme::Dark;
    after.vae = "vae-other";
    after.recentAdapters = {"/adapters/a"};
    const auto merged = mergeChanges(saved, inForce, after);
    QCOMPARE(merged.modelsDir, std::filesystem::path("/saved"));
    QCOMPARE(merged.theme, Theme::Dark);
    after.embed.promptAndLyrics = false;
    QVERIFY(!mergeChanges(saved, inForce, after).embed.promptAndLyrics);
    QCOMPARE(merged.vae, after.vae);
    QVERIFY(merged.recentAdapters == after.recentAdapters);
    after.modelsDir = "/new";
    QCOMPARE(mergeChanges(saved, inForce, after).modelsDir, std::filesystem::path("/new"));
}

void TestSettingsDialog::everyFieldHasAName() {
    const SettingsDialog dialog({}, choices());
    for (const auto* box : dialog.findChildren<QComboBox*>())
        QVERIFY2(!box->accessibleName().isEmpty(), qPrintable(box->objectName()));
    for (const auto* box : dialog.findChildren<QAbstractSpinBox*>())
        QVERIFY2(!box->accessibleName().isEmpty(), qPrintable(box->objectName()));
    for (const auto* line : dialog.findChildren<QLineEdit*>())
        if (!qobject_cast<const QAbstractSpinBox*>(line->parent()))
            QVERIFY2(!line->accessibleName().isEmpty(), qPrintable(line->objectName()));
}

QTEST_MAIN(TestSettingsDialog)
#include "tst_settings_dialog.moc"
