#include "core/audio/metadata_read.h"
#include "tests/support/take_fixture.h"
#include "tests/ui/fake_engine.h"
#include "ui/compose/compose_panel.h"
#include "ui/compose/counted_edit.h"
#include "ui/compose/request_draft.h"
#include "ui/edit/edit_page.h"
#include "ui/edit/source_lane.h"
#include "ui/main/main_window.h"
#include "ui/playback/export_choice.h"
#include "ui/playback/take_file.h"
#include "ui/playback/take_panel.h"
#include "ui/widgets/message_bar.h"

#include <QApplication>
#include <QClipboard>
#include <QDropEvent>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

using namespace ottava;
using namespace ottava::ui;

namespace {

constexpr int kTimeoutMs = 20'000;

std::string recipe() {
    Request request;
    request.caption = "warm synth-pop";
    request.lyrics = "[Verse]\nNeon";
    request.bpm = 104;
    request.seeds = {4021};
    return requestToJson(request);
}

} // namespace

/// Sound files that come back: dropped on the window, their recipe goes into the form.
class TestFileDrop : public QObject {
    Q_OBJECT
private slots:
    void init();
    void cleanup();

    void aRecipeComesBackIntoTheForm_data();
    void aRecipeComesBackIntoTheForm();
    void undoBringsTheFormBack();
    void aMissingModelIsNamed();
    void soundIsOfferedAsASource();
    void withoutARecipeTheFormStaysAsItIs();
    void whatCannotBeReadIsExplained_data();
    void whatCannotBeReadIsExplained();
    void textFieldsDoNotSwallowAFile();
    void severalFilesAreNotTaken();
    void theSettingReachesNewTakesAndCopies();

private:
    QString file(const char* name, AudioFormat format, const FileMetadata& metadata) const {
        const auto path = toPath(folder_->filePath(QLatin1String(name)));
        writeAudio(path, AudioBuffer{.samples = test::tone(48'000)}, format, metadata);
        return toQString(path);
    }
    /// Whether the window took it.
    bool drop(const QStringList& files, QWidget* on = nullptr) const;
    QStringList messages() const;
    QPushButton* button(const QString& text) const;
    RequestDraft draft() const { return window_->findChild<ComposePanel*>()->draft(); }

    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<test::FakeEngine> engine_;
    std::unique_ptr<Session> session_;
    std::unique_ptr<MainWindow> window_;
};

void TestFileDrop::init() {
    folder_ = std::make_unique<QTemporaryDir>();
    engine_ = std::make_unique<test::FakeEngine>();
    const std::filesystem::path root = folder_->path().toStdString();
    const SessionPaths paths{root / "settings.json", "demo", root / "checkpoints", root / "library"};
    session_ = std::make_unique<Session>(paths, AppSettings{}, AppSettings{}, [](const EngineSettings&) {
        return HardwareReport{test::limitsOfCard(8),
                              {},
                              {{"acestep-v15-turbo", InstalledModel::Kind::Dit, "m/acestep-v15-turbo", 4800, false}},
                              true};
    });
    window_ = std::make_unique<MainWindow>(WindowServices{.engine = engine_->port()}, *session_);
    QSignalSpy known(session_.get(), &Session::hardwareChanged);
    window_->show();
    QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
    QVERIFY(known.count() > 0 || known.wait(kTimeoutMs));
}

void TestFileDrop::cleanup() {
    engine_->release();
    window_.reset();
    session_.reset();
    engine_.reset();
}

bool TestFileDrop::drop(const QStringList& files, QWidget* on) const {
    QMimeData data;
    QList<QUrl> urls;
    for (const auto& file : files)
        urls << QUrl::fromLocalFile(file);
    data.setUrls(urls);
    data.setText(files.join('\n')); // as file managers add it
    auto* target = on ? on : window_.get();
    const QPoint at(5, 5);
    QDragEnterEvent enter(at, Qt::CopyAction | Qt::MoveAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(target, &enter);
    if (!enter.isAccepted())
        return false;
    QDropEvent event(at, Qt::CopyAction | Qt::MoveAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(target, &event);
    return event.isAccepted() && event.dropAction() == Qt::CopyAction;
}

QStringList TestFileDrop::messages() const {
    QStringList said;
    for (const auto* row : window_->findChild<MessageBar*>()->findChildren<QWidget*>(QStringLiteral("message")))
        said << row->accessibleName() + QLatin1Char(' ') + row->accessibleDescription();
    return said;
}

QPushButton* TestFileDrop::button(const QString& text) const {
    for (auto* found : window_->findChild<MessageBar*>()->findChildren<QPushButton*>())
        if (found->text() == text)
            return found;
    return nullptr;
}

void TestFileDrop::aRecipeComesBackIntoTheForm_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("format");
    QTest::newRow("WAV") << "a.wav" << static_cast<int>(AudioFormat::Wav24);
    QTest::newRow("FLAC") << "a.flac" << static_cast<int>(AudioFormat::Flac);
    QTest::newRow("MP3") << "a.mp3" << static_cast<int>(AudioFormat::Mp3);
    QTest::newRow("Ogg") << "a.ogg" << static_cast<int>(AudioFormat::Ogg);
    QTest::newRow("Opus") << "a.opus" << static_cast<int>(AudioFormat::Opus);
}

void TestFileDrop::aRecipeComesBackIntoTheForm() {
    QFETCH(QString, name);
    QFETCH(int, format);
    QVERIFY(drop({file(qPrintable(name), static_cast<AudioFormat>(format), {.recipe = recipe()})}));
    QTRY_COMPARE_WITH_TIMEOUT(draft().description, QStringLiteral("warm synth-pop"), kTimeoutMs);
    QCOMPARE(draft().lyrics, QStringLiteral("[Verse]\nNeon"));
    QCOMPARE(draft().bpm, std::optional(104));
    QCOMPARE(draft().seed, std::optional<qint64>(4021));
    QVERIFY(!draft().simple);
    QVERIFY(messages().join(' ').contains(name));
}

void TestFileDrop::undoBringsTheFormBack() {
    auto typed = draft();
    typed.description = "what I typed";
    window_->findChild<ComposePanel*>()->setDraft(typed);
    window_->openSoundFile(file("a.wav", AudioFormat::Wav24, {.recipe = recipe()}));
    QTRY_VERIFY_WITH_TIMEOUT(button("Undo"), kTimeoutMs);
    button("Undo")->click();
    QCOMPARE(draft().description, QStringLiteral("what I typed"));
}

void TestFileDrop::aMissingModelIsNamed() {
    window_->openSoundFile(file("a.wav", AudioFormat::Wav24, {.model = "acestep-v15-sft", .recipe = recipe()}));
    QTRY_VERIFY_WITH_TIMEOUT(messages().join(' ').contains("acestep-v15-sft"), kTimeoutMs);
    QVERIFY(messages().join(' ').contains("not installed"));
    window_->openSoundFile(file("b.wav", AudioFormat::Wav24, {.model = "acestep-v15-turbo", .recipe = recipe()}));
    QTRY_VERIFY_WITH_TIMEOUT(messages().join(' ').contains("b.wav"), kTimeoutMs);
    QVERIFY(!messages().back().contains("acestep-v15-turbo"));
}

void TestFileDrop::soundIsOfferedAsASource() {
    const auto plain = file("plain.wav", AudioFormat::Wav, {});
    QSignalSpy wanted(window_.get(), &MainWindow::useAsSource);
    drop({plain});
    QTRY_VERIFY_WITH_TIMEOUT(button("Use as source"), kTimeoutMs);
    button("Use as source")->click();
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted.front().front().toString(), plain);
    const auto* compose = window_->findChild<ComposePanel*>();
    QCOMPARE(compose->page(), ComposePanel::Page::Edit);
    QTRY_VERIFY_WITH_TIMEOUT(compose->editPage()->lane()->source().has_value(), kTimeoutMs);
    QCOMPARE(compose->editPage()->lane()->source()->file, std::filesystem::path{plain.toStdString()});
}

void TestFileDrop::withoutARecipeTheFormStaysAsItIs() {
    const auto before = draft();
    drop({file("plain.wav", AudioFormat::Wav, {.title = "Neon"})});
    QTRY_VERIFY_WITH_TIMEOUT(messages().join(' ').contains("no recipe"), kTimeoutMs);
    QCOMPARE(draft().description, before.description);
    QCOMPARE(draft().simple, before.simple);
}

void TestFileDrop::whatCannotBeReadIsExplained_data() {
    QTest::addColumn<int>("what");
    QTest::addColumn<QString>("words");
    QTest::newRow("no sound") << 0 << "not audio";
    QTest::newRow("recipe is no request") << 1 << "cannot be used";
    QTest::newRow("gone") << 2 << "does not exist";
}

void TestFileDrop::whatCannotBeReadIsExplained() {
    QFETCH(int, what);
    QFETCH(QString, words);
    auto path = folder_->filePath("a.wav");
    if (what == 0) {
        QFile text(path);
        QVERIFY(text.open(QIODevice::WriteOnly) && text.write("no sound") > 0);
    }
    if (what == 1)
        path = file("a.wav", AudioFormat::Wav, {.recipe = R"({"bpm": "fast"})"});
    const auto before = draft();
    window_->openSoundFile(path);
    QTRY_VERIFY_WITH_TIMEOUT(messages().join(' ').contains(words), kTimeoutMs);
    QCOMPARE(draft().description, before.description);
}

void TestFileDrop::textFieldsDoNotSwallowAFile() {
    auto* edit = window_->findChild<CountedEdit*>("description")->edit();
    const auto path = file("a.wav", AudioFormat::Wav, {});
    QVERIFY(drop({path}, edit->viewport())); // the window gets what the field does not want
    QVERIFY(edit->toPlainText().isEmpty());
    QTRY_COMPARE_WITH_TIMEOUT(messages().size(), 1, kTimeoutMs);
}

void TestFileDrop::severalFilesAreNotTaken() {
    const auto path = file("a.wav", AudioFormat::Wav, {});
    QVERIFY(!drop({path, path}));
}

void TestFileDrop::theSettingReachesNewTakesAndCopies() {
    const test::TakeFixture fixture;
    saveExportChoice({AudioFormat::Wav24, fixture.exports()});
    auto* panel = window_->findChild<TakePanel*>();
    panel->showTake(fixture.add("Neon Harbor"));
    QTRY_VERIFY_WITH_TIMEOUT(panel->storedTake(), kTimeoutMs);
    for (const bool prompt : {true, false}) {
        auto changed = session_->settings();
        changed.embed.promptAndLyrics = prompt;
        session_->apply(changed);
        QCOMPARE(session_->takeJobSettings(PlannerUse::Unwanted).embed, std::optional(changed.embed));
        QGuiApplication::clipboard()->clear();
        panel->copyTakeAsFile();
        const auto copied = [] {
            const auto* data = QGuiApplication::clipboard()->mimeData();
            return data && data->hasUrls() ? data->urls().front().toLocalFile() : QString();
        };
        QTRY_VERIFY_WITH_TIMEOUT(!copied().isEmpty(), kTimeoutMs);
        const auto notes = readMetadata(toPath(copied()));
        QCOMPARE(notes.metadata.recipe.empty(), !prompt);
        QCOMPARE(notes.metadata.model, std::string("acestep-v15-turbo"));
    }
}

QTEST_MAIN(TestFileDrop)
#include "tst_file_drop.moc"
