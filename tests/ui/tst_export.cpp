#include "core/audio/metadata_read.h"
#include "support/file_size_limit.h"
#include "support/take_fixture.h"
#include "support/unprivileged.h"
#include "ui/playback/export_dialog.h"
#include "ui/playback/take_facts.h"

#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace ottava;
using namespace ottava::ui;
using ottava::test::TakeFixture;

namespace {

int entries(const std::filesystem::path& folder) {
    return static_cast<int>(std::distance(std::filesystem::directory_iterator(folder), {}));
}

} // namespace

class TestExport : public QObject {
    Q_OBJECT
private slots:
    void init() {
        fixture_ = std::make_unique<TakeFixture>();
        take_ = fixture_->add("Neon Harbor", 48'000);
        dialog_ =
            std::make_unique<ExportDialog>(takeFileOf(take_), ExportChoice{AudioFormat::Wav24, fixture_->exports()});
        dialog_->show();
    }
    void cleanup() { dialog_.reset(); }

    void writesEveryFormat_data() {
        QTest::addColumn<int>("format");
        QTest::addColumn<QString>("ending");
        QTest::addColumn<bool>("lossless");
        QTest::newRow("wav 16") << static_cast<int>(AudioFormat::Wav) << "wav" << true;
        QTest::newRow("wav 24") << static_cast<int>(AudioFormat::Wav24) << "wav" << true;
        QTest::newRow("wav 32 float") << static_cast<int>(AudioFormat::Wav32) << "wav" << true;
        QTest::newRow("flac") << static_cast<int>(AudioFormat::Flac) << "flac" << true;
        QTest::newRow("mp3") << static_cast<int>(AudioFormat::Mp3) << "mp3" << false;
        QTest::newRow("ogg") << static_cast<int>(AudioFormat::Ogg) << "ogg" << false;
        QTest::newRow("opus") << static_cast<int>(AudioFormat::Opus) << "opus" << false;
    }
    void writesEveryFormat() {
        QFETCH(int, format);
        QFETCH(QString, ending);
        QFETCH(bool, lossless);
        choose(static_cast<AudioFormat>(format));
        QSignalSpy exported(dialog_.get(), &ExportDialog::exported);
        button()->click();
        QVERIFY(exported.wait());
        const auto file = exported.front().front().toString();
        QVERIFY(file.endsWith(QLatin1Char('.') + ending));
        const auto written = readAudio(toPath(file)), original = readAudio(take_.audio);
        QVERIFY(std::abs(written.durationSeconds() - 1.0) < 0.1);
        if (!lossless)
            return;
        QCOMPARE(written.frameCount(), original.frameCount());
        QVERIFY(std::abs(written.samples.at(10'001) - original.samples.at(10'001)) < 1.0F / 8'000);
    }

    void floatWavIsTheTakeBitForBit() {
        choose(AudioFormat::Wav32);
        QSignalSpy exported(dialog_.get(), &ExportDialog::exported);
        button()->click();
        QVERIFY(exported.wait());
        QVERIFY(readAudio(toPath(exported.front().front().toString())).samples == readAudio(take_.audio).samples);
    }

    void offersTheNameADawUnderstands() {
        QCOMPARE(name()->text(), QStringLiteral("Neon Harbor - 120bpm A minor - t1"));
    }

    void remembersTheChoice() {
        choose(AudioFormat::Flac);
        QSignalSpy exported(dialog_.get(), &ExportDialog::exported);
        button()->click();
        QVERIFY(exported.wait());
        const auto choice = loadExportChoice();
        QCOMPARE(static_cast<int>(choice.format), static_cast<int>(AudioFormat::Flac));
        QCOMPARE(choice.folder, fixture_->exports());
    }

    void aDamagedChoiceFallsBackToTheDefaults() {
        QFile file(toQString(fixture_->path() / "config/ottava/export.ini"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("format=video\nfolder=\n");
        file.close();
        QCOMPARE(static_cast<int>(loadExportChoice().format), static_cast<int>(AudioFormat::Wav24));
        QCOMPARE(loadExportChoice().folder, defaultExportFolder());
    }

    void anUnwritableFolderIsSaidAndNothingIsLeft() {
        std::filesystem::permissions(fixture_->exports(),
                                     std::filesystem::perms::owner_read | std::filesystem::perms::owner_exec);
        std::filesystem::permissions(fixture_->path(), std::filesystem::perms::all);
        for (const auto& entry : std::filesystem::recursive_directory_iterator(fixture_->library().root()))
            std::filesystem::permissions(entry.path(), std::filesystem::perms::all);
        {
            const test::Unprivileged user;
            button()->click();
            QTRY_VERIFY(problem()->isVisible());
        }
        QVERIFY(dialog_->isVisible());
        QVERIFY(problem()->text().contains(QStringLiteral("folder")));
        QVERIFY(button()->isEnabled());
        std::filesystem::permissions(fixture_->exports(), std::filesystem::perms::owner_all);
        QCOMPARE(entries(fixture_->exports()), 0);
        QSignalSpy exported(dialog_.get(), &ExportDialog::exported);
        button()->click();
        QVERIFY(exported.wait());
    }

    void aFullDiskIsSaidAndNothingIsLeft() {
        {
            const test::FileSizeLimit full(20'000);
            button()->click();
            QTRY_VERIFY(problem()->isVisible());
        }
        QVERIFY(dialog_->isVisible());
        QCOMPARE(entries(fixture_->exports()), 0);
    }

    void anExistingFileIsReplacedAfterASecondPressOnly() {
        const auto existing = exportPath(fixture_->exports(), name()->text(), AudioFormat::Wav24);
        QFile file(toQString(existing));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("mine");
        file.close();
        QSignalSpy exported(dialog_.get(), &ExportDialog::exported);
        button()->click();
        QVERIFY(problem()->isVisible());
        QCOMPARE(std::filesystem::file_size(existing), 4U);
        button()->click();
        QVERIFY(exported.wait());
        QVERIFY(std::filesystem::file_size(existing) > 100'000);
    }

    void theFileSaysWhatItMay_data() {
        QTest::addColumn<int>("format");
        QTest::addColumn<bool>("prompt");
        for (const auto format : exportFormats())
            for (const bool prompt : {true, false})
                QTest::addRow("%s, %s", qPrintable(formatName(format)), prompt ? "all" : "origin")
                    << static_cast<int>(format) << prompt;
    }
    void theFileSaysWhatItMay() {
        QFETCH(int, format);
        QFETCH(bool, prompt);
        dialog_ = std::make_unique<ExportDialog>(
            takeFileOf(take_), ExportChoice{AudioFormat::Wav24, fixture_->exports(), {.promptAndLyrics = prompt}});
        choose(static_cast<AudioFormat>(format));
        QSignalSpy exported(dialog_.get(), &ExportDialog::exported);
        button()->click();
        QVERIFY(exported.wait());
        const auto notes = readMetadata(toPath(exported.front().front().toString()));
        QVERIFY(notes.problems.empty());
        QCOMPARE(notes.metadata.title, prompt ? std::string("Neon Harbor") : std::string());
        QCOMPARE(notes.metadata.bpm, prompt ? std::optional(120) : std::nullopt);
        QCOMPARE(notes.metadata.key, prompt ? std::string("A minor") : std::string());
        QCOMPARE(notes.metadata.recipe.find("inference_steps") != std::string::npos, prompt);
        QCOMPARE(notes.metadata.model, std::string("acestep-v15-turbo"));
        QVERIFY(notes.metadata.loudness);
    }

    void aNameCannotLeaveTheFolder() {
        name()->setText(QStringLiteral("../escaped"));
        button()->click();
        QVERIFY(problem()->isVisible());
        QVERIFY(!std::filesystem::exists(fixture_->path() / "escaped.wav"));
    }

    void anEmptyNameCannotBeExported() {
        name()->setText(QStringLiteral("  "));
        QVERIFY(!button()->isEnabled());
    }

private:
    void choose(AudioFormat format) const {
        auto* box = dialog_->findChild<QComboBox*>();
        box->setCurrentIndex(box->findData(static_cast<int>(format)));
    }
    QPushButton* button() const { return dialog_->findChild<QPushButton*>(QStringLiteral("exportNow")); }
    QLabel* problem() const { return dialog_->findChild<QLabel*>(QStringLiteral("exportProblem")); }
    QLineEdit* name() const { return dialog_->findChild<QLineEdit*>(QStringLiteral("exportName")); }

    std::unique_ptr<TakeFixture> fixture_;
    StoredTake take_;
    std::unique_ptr<ExportDialog> dialog_;
};

QTEST_MAIN(TestExport)
#include "tst_export.moc"
