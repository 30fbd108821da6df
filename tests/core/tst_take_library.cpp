#include "core/audio/audio_file.h"
#include "core/base/atomic_file.h"
#include "core/library/take_library.h"
#include "support/expect_error.h"
#include "support/unprivileged.h"

#include <QTemporaryDir>
#include <QtTest>

#include <mutex>
#include <set>
#include <thread>

using namespace ottava;

class TestTakeLibrary : public QObject {
    Q_OBJECT
private slots:
    void init();
    void folderNamesSayWhenAndWhat();
    void foldersNeverCollideAcrossInstances();
    void listsWhatWasWritten();
    void newestComesFirst();
    void foldersWithoutSidecarAreNoTakes();
    void aTakeIsFoundByItsSound();
    void aMissingRootIsAnEmptyLibrary();
    void damageIsListedNotThrown_data();
    void damageIsListedNotThrown();
    void sidecarsWithoutTimeUseTheFolderName();
    void editsKeepUnknownFields();
    void editsOfADamagedSidecarAreRefused();
    void starsOutOfRangeAreRefused();
    void removedTakesComeBack();
    void sameNameTwiceInTheTrashIsNoCollision();
    void emptyTrashIsForGood();
    void aReadOnlyLibraryIsRefused();

private:
    std::filesystem::path root() const { return (folder_->path() + "/library").toStdString(); }
    TakeLibrary library() const { return TakeLibrary{root()}; }
    std::filesystem::path addTake(const std::string& title = "Neon Harbor") const;

    std::unique_ptr<QTemporaryDir> folder_;
};

void TestTakeLibrary::init() {
    folder_ = std::make_unique<QTemporaryDir>();
}

std::filesystem::path TestTakeLibrary::addTake(const std::string& title) const {
    const auto folder = library().createTakeFolder(title);
    writeAudio(folder / "audio.wav", {2, 48'000, std::vector<float>(200, 0.1F)}, AudioFormat::Wav24);
    TakeRecord record;
    record.title = title;
    record.requestJson = R"({"caption":"synth, night","bpm":120})";
    record.seed = 1'234'567'890'123;
    record.batchIndex = 1;
    record.durationSeconds = 2.5;
    record.models = {{"dit", "acestep-v15-turbo"}};
    record.versions = {{"ottava", "0.1.0"}};
    record.warnings = {{WarningCode::ValueRounded, "Rounded."}};
    record.timings = {{"dit_s", 1.5}};
    writeSidecar(folder, record);
    return folder;
}

void TestTakeLibrary::folderNamesSayWhenAndWhat() {
    const auto name = QString::fromStdString(library().createTakeFolder("Café: the/End?").filename().string());
    QVERIFY2(QRegularExpression{"^\\d{8}-\\d{6}-cafe-the-end-1$"}.match(name).hasMatch(), qPrintable(name));
}

void TestTakeLibrary::foldersNeverCollideAcrossInstances() {
    std::mutex mutex;
    std::set<std::filesystem::path> folders;
    {
        std::vector<std::jthread> instances;
        for (int instance = 0; instance < 4; ++instance)
            instances.emplace_back([&] {
                const TakeLibrary own{root()};
                for (int count = 0; count < 25; ++count) {
                    const auto folder = own.createTakeFolder("same title");
                    const std::scoped_lock lock{mutex};
                    folders.insert(folder);
                }
            });
    }
    QCOMPARE(folders.size(), std::size_t{100});
}

void TestTakeLibrary::listsWhatWasWritten() {
    const auto folder = addTake();
    const auto takes = library().list();
    QCOMPARE(takes.size(), std::size_t{1});
    const auto& take = takes.front();
    QCOMPARE(take.problem, std::string{});
    QCOMPARE(take.folder, folder);
    QCOMPARE(take.title, std::string{"Neon Harbor"});
    QCOMPARE(take.seed, 1'234'567'890'123);
    QCOMPARE(take.batchIndex, 1);
    QCOMPARE(take.durationSeconds, 2.5);
    QCOMPARE(take.stars, 0);
    QCOMPARE(take.audio, folder / "audio.wav");
    QCOMPARE(take.latents, folder / "latents.safetensors");
    QVERIFY(QDateTime::fromString(QString::fromStdString(take.created), Qt::ISODate).isValid());
    const auto request = QJsonDocument::fromJson(QByteArray::fromStdString(take.requestJson)).object();
    QCOMPARE(request["bpm"].toInt(), 120);
    const auto sidecar =
        QJsonDocument::fromJson(QByteArray::fromStdString(readTextFile(folder / "take.json"))).object();
    QCOMPARE(sidecar["version"].toInt(), 1);
    QCOMPARE(sidecar["models"]["dit"].toString(), QString{"acestep-v15-turbo"});
    QCOMPARE(sidecar["warnings"][0]["code"].toString(), QString{"value_rounded"});
    QCOMPARE(sidecar["timings"]["dit_s"].toDouble(), 1.5);
}

void TestTakeLibrary::newestComesFirst() {
    const auto write = [this](const char* name, const char* created) {
        std::filesystem::create_directories(root() / name);
        writeTextFile(root() / name / "take.json",
                      R"({"request":{},"title":")" + std::string{name} + R"(","created":")" + created + R"("})");
    };
    write("a", "2025-01-02T00:00:00");
    write("b-10", "2025-03-01T00:00:00");
    write("b-9", "2025-03-01T00:00:00");
    write("c", "2024-12-31T23:59:59");
    QStringList titles;
    for (const auto& take : library().list())
        titles += QString::fromStdString(take.title);
    QCOMPARE(titles, (QStringList{"b-10", "b-9", "a", "c"}));
}

void TestTakeLibrary::foldersWithoutSidecarAreNoTakes() {
    addTake();
    writeTextFile(library().createTakeFolder("half") / "audio.wav", "half-written");
    QCOMPARE(library().list().size(), std::size_t{1});
}

void TestTakeLibrary::aTakeIsFoundByItsSound() {
    const auto folder = addTake();
    const auto take = TakeLibrary::takeOf(folder / "audio.wav");
    QVERIFY(take);
    QCOMPARE(take->title, std::string("Neon Harbor"));
    QVERIFY(!TakeLibrary::takeOf(folder / "beside.wav"));
    QVERIFY(!TakeLibrary::takeOf(root() / "audio.wav"));
    QVERIFY(!TakeLibrary::takeOf({}));
}

void TestTakeLibrary::aMissingRootIsAnEmptyLibrary() {
    QVERIFY(library().list().empty());
    QVERIFY(library().listTrash().empty());
    library().emptyTrash();
}

void TestTakeLibrary::damageIsListedNotThrown_data() {
    QTest::addColumn<QString>("sidecar");
    QTest::addColumn<QString>("problem");
    QTest::newRow("not JSON") << R"({"seed": 1)"
                              << "damaged";
    QTest::newRow("not an object") << "[1, 2]"
                                   << "damaged";
    QTest::newRow("empty") << ""
                           << "damaged";
    QTest::newRow("wrong type") << R"({"request":{},"title":7,"audio":"audio.wav"})"
                                << "'title'";
    QTest::newRow("no request") << R"({"title":"x"})"
                                << "request";
    QTest::newRow("audio elsewhere") << R"({"request":{},"audio":"../../secret.wav"})"
                                     << "'audio'";
    QTest::newRow("audio missing") << R"({"request":{},"audio":"gone.flac"})"
                                   << "gone.flac is missing";
}

void TestTakeLibrary::damageIsListedNotThrown() {
    QFETCH(QString, sidecar);
    QFETCH(QString, problem);
    const auto folder = addTake();
    addTake("whole");
    writeTextFile(folder / "take.json", sidecar.toStdString());
    QCOMPARE(library().list().size(), std::size_t{2});
    const auto take = TakeLibrary::read(folder);
    QVERIFY2(QString::fromStdString(take.problem).contains(problem), take.problem.c_str());
    QCOMPARE(take.audio.parent_path(), folder);
    QVERIFY(!take.title.empty());
}

void TestTakeLibrary::sidecarsWithoutTimeUseTheFolderName() {
    const auto folder = root() / "20250131-140509-song-1";
    writeTextFile(folder / "take.json", R"({"request":{}})");
    QCOMPARE(TakeLibrary::read(folder).created, std::string{"2025-01-31T14:05:09"});
}

void TestTakeLibrary::editsKeepUnknownFields() {
    const auto folder = addTake();
    writeTextFile(folder / "take.json", R"({"from_the_future":{"x":[1,2]},"request":{"b":1,"a":2},"seed":5})");
    TakeLibrary::setStars(folder, 4);
    TakeLibrary::rename(folder, "Tōkyō \"night\"");
    const auto take = TakeLibrary::read(folder);
    QCOMPARE(take.problem, std::string{});
    QCOMPARE(take.stars, 4);
    QCOMPARE(take.title, std::string{"Tōkyō \"night\""});
    QCOMPARE(take.seed, 5);
    const auto text = QString::fromStdString(readTextFile(folder / "take.json"));
    QVERIFY(text.contains("from_the_future"));
    QVERIFY(text.indexOf("\"b\"") < text.indexOf("\"a\"")); // in their old order
}

void TestTakeLibrary::editsOfADamagedSidecarAreRefused() {
    const auto folder = addTake();
    writeTextFile(folder / "take.json", "broken");
    QVERIFY_THROWS(TakeLibrary::setStars(folder, 1), ErrorCode::FileFault, "take.json");
    QCOMPARE(readTextFile(folder / "take.json"), std::string{"broken"});
}

void TestTakeLibrary::starsOutOfRangeAreRefused() {
    const auto folder = addTake();
    QVERIFY_THROWS(TakeLibrary::setStars(folder, 6), ErrorCode::BadRequest, "6 stars");
    QVERIFY_THROWS(TakeLibrary::setStars(folder, -1), ErrorCode::BadRequest, "-1 stars");
}

void TestTakeLibrary::removedTakesComeBack() {
    const auto folder = addTake();
    const auto trashed = library().remove(folder);
    QVERIFY(library().list().empty());
    QCOMPARE(library().listTrash().size(), std::size_t{1});
    QCOMPARE(library().restore(trashed), folder);
    QCOMPARE(library().list().size(), std::size_t{1});
    QCOMPARE(library().list().front().problem, std::string{});
}

void TestTakeLibrary::sameNameTwiceInTheTrashIsNoCollision() {
    const auto folder = root() / "20250131-140509-song-1";
    for (int round = 0; round < 2; ++round) {
        writeTextFile(folder / "take.json", R"({"request":{}})");
        library().remove(folder);
    }
    QCOMPARE(library().listTrash().size(), std::size_t{2});
}

void TestTakeLibrary::emptyTrashIsForGood() {
    const auto kept = addTake("kept");
    library().remove(addTake("gone"));
    library().emptyTrash();
    QVERIFY(library().listTrash().empty());
    QCOMPARE(library().list().front().folder, kept);
}

void TestTakeLibrary::aReadOnlyLibraryIsRefused() {
    std::filesystem::create_directories(root());
    std::filesystem::permissions(folder_->path().toStdString(), static_cast<std::filesystem::perms>(0555));
    std::filesystem::permissions(root(), static_cast<std::filesystem::perms>(0555));
    const test::Unprivileged user;
    QVERIFY_THROWS(library().createTakeFolder("x"), ErrorCode::FileFault, "library");
    QVERIFY_THROWS(library().remove(root() / "gone"), ErrorCode::FileFault, "library");
}

QTEST_GUILESS_MAIN(TestTakeLibrary)
#include "tst_take_library.moc"
