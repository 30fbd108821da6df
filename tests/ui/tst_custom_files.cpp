#include "core/audio/audio_file.h"
#include "tests/support/tone.h"
#include "tests/ui/custom_page_fixture.h"
#include "ui/compose/adapter_field.h"
#include "ui/compose/custom_page.h"
#include "ui/compose/reference_field.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QTest>
#include <QToolButton>

#include <fstream>

using namespace ottava;
using namespace ottava::ui;
using namespace ottava::test;

/// The files that Custom takes: adapters and reference recordings.
class TestCustomFiles : public test::CustomPageFixture {
    Q_OBJECT

private slots:
    void init() { CustomPageFixture::init(); }
    void cleanup() { CustomPageFixture::cleanup(); }

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
    void aTextIsNoDrop();
};

void TestCustomFiles::anAdapterIsDroppedAndUsed() {
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

void TestCustomFiles::anAdapterIsSwitchedOffWithoutForgettingIt() {
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

void TestCustomFiles::anAdapterForAnotherModelSaysSoAndOffersIt() {
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

void TestCustomFiles::ofSeveralFittingModelsTheNearestIsOffered() {
    open();
    choose("modelPicker", kXlTurbo);
    drop(find<AdapterField>("adapter"), "/adapters/both-blues");
    QTRY_VERIFY_WITH_TIMEOUT(text("adapterNote").contains("is for SFT / Turbo"), kTimeoutMs);
    QCOMPARE(find<QPushButton>("adapterSwitch")->text(), QString("Switch to Turbo"));
    find<QPushButton>("adapterSwitch")->click();
    QCOMPARE(session_->settings().dit, std::string(kTurbo));
}

void TestCustomFiles::whatIsWrongWithAnAdapterIsSaidInPlace_data() {
    QTest::addColumn<QString>("adapter");
    QTest::addColumn<QString>("says");
    QTest::newRow("cannot be read") << "/adapters/broken"
                                    << "it is empty. Choose another adapter.";
    QTest::newRow("for a model that is not here") << "/adapters/nowhere-x"
                                                  << "is for acestep-v15-nowhere";
}

void TestCustomFiles::whatIsWrongWithAnAdapterIsSaidInPlace() {
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

void TestCustomFiles::adaptersUsedBeforeAreOffered() {
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

void TestCustomFiles::referenceAudioIsShownWithItsLength() {
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

void TestCustomFiles::aBadReferenceIsSaidInPlace_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("says");
    QTest::newRow("missing") << "missing.wav"
                             << "does not exist";
    QTest::newRow("text") << "text.wav"
                          << "is not audio";
    QTest::newRow("silent") << "silent.wav"
                            << "silent";
}

void TestCustomFiles::aBadReferenceIsSaidInPlace() {
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

void TestCustomFiles::aTextIsNoDrop() {
    open();
    QMimeData data;
    data.setText("/adapters/turbo-blues");
    QDragEnterEvent enter({5, 5}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    enter.ignore();
    QApplication::sendEvent(find<AdapterField>("adapter"), &enter);
    QVERIFY(!enter.isAccepted());
}

QTEST_MAIN(TestCustomFiles)
#include "tst_custom_files.moc"
