#include "core/base/atomic_file.h"
#include "core/engine/found_recipe.h"
#include "core/engine/take_recipe.h"
#include "core/library/sidecar.h"
#include "support/expect_error.h"
#include "support/take_fixture.h"

#include <QtTest>

using namespace ottava;

/// Recipes in files, and where the recordings are that they name.
class TestFoundRecipe : public QObject {
    Q_OBJECT
private slots:
    void init() { home_ = std::make_unique<test::TakeFixture>(); }

    void aTakesSidecarHoldsItsRecipe();
    void aSidecarByAnotherNameIsOneToo();
    void aBareRequestIsARecipe();
    void otherJsonIsRefused_data();
    void otherJsonIsRefused();
    void recordingsAreFound_data();
    void recordingsAreFound();
    void theTakeInTheLibraryKnowsItsSource();
    void aSoundIsNotItsOwnSource();
    void whatIsNotFoundKeepsItsName();

private:
    std::filesystem::path path(const std::filesystem::path& name) const {
        const auto file = home_->path() / name;
        std::filesystem::create_directories(file.parent_path());
        return file;
    }
    std::filesystem::path sound(const std::filesystem::path& name) const {
        writeAudio(path(name), AudioBuffer{.samples = test::tone(4'800)}, AudioFormat::Wav);
        return path(name);
    }
    static Request cover(const std::filesystem::path& source) {
        Request request;
        request.taskType = TaskType::Cover;
        request.caption = "a waltz";
        request.srcAudio = source;
        request.batchSize = 2;
        request.seeds = {7, 8};
        return request;
    }
    /// The second of two takes.
    StoredTake takeOf(const Request& request) const {
        const auto folder = home_->library().createTakeFolder("waltz");
        writeAudio(folder / "audio.wav", AudioBuffer{.samples = test::tone(4'800)}, AudioFormat::Wav);
        TakeRecord record;
        record.title = "Waltz";
        record.requestJson = requestToJson(request);
        record.seed = 8;
        record.batchIndex = 1;
        record.models = {{"dit", "acestep-v15-sft"}};
        writeSidecar(folder, record);
        return TakeLibrary::read(folder);
    }
    /// As an exported file carries it.
    static FileMetadata embedded(const Request& request) {
        return {.model = "acestep-v15-sft", .recipe = requestToJson(requestOfTake(request, 1, 8))};
    }

    std::unique_ptr<test::TakeFixture> home_;
};

void TestFoundRecipe::aTakesSidecarHoldsItsRecipe() {
    const auto source = sound("music/demo.wav");
    const auto take = takeOf(cover(source));
    const auto recipe = recipeInJson(take.folder / kSidecarName);
    QCOMPARE(recipe.request.taskType, TaskType::Cover);
    QCOMPARE(recipe.request.srcAudio, source);
    QCOMPARE(recipe.request.batchSize, 1);
    QVERIFY(recipe.request.seeds == std::vector<std::int64_t>{8});
    QCOMPARE(recipe.seed, std::optional<std::int64_t>(8));
    QCOMPARE(recipe.model, std::string("acestep-v15-sft"));
    QVERIFY(!recipe.lacksSource && !recipe.lacksReference);
}

void TestFoundRecipe::aSidecarByAnotherNameIsOneToo() {
    const auto take = takeOf(cover(sound("music/demo.wav")));
    std::filesystem::copy_file(take.folder / kSidecarName, path("mail/my take.json"));
    const auto recipe = recipeInJson(path("mail/my take.json"));
    QCOMPARE(recipe.request.caption, std::string("a waltz"));
    QCOMPARE(recipe.seed, std::optional<std::int64_t>(8));
}

void TestFoundRecipe::aBareRequestIsARecipe() {
    writeTextFile(path("request.json"), R"({"caption": "a waltz", "bpm": 90, "seed": 5})");
    const auto recipe = recipeInJson(path("request.json"));
    QCOMPARE(recipe.request.bpm, std::optional(90));
    QCOMPARE(recipe.seed, std::optional<std::int64_t>(5));
    writeTextFile(path("request.json"), R"({"caption": "a waltz"})");
    QVERIFY(!recipeInJson(path("request.json")).seed);
}

void TestFoundRecipe::otherJsonIsRefused_data() {
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("no object") << QByteArray("[1, 2]");
    QTest::newRow("another program's") << QByteArray(R"({"name": "package", "version": 1})");
    QTest::newRow("no request") << QByteArray(R"({"bpm": "fast"})");
}

void TestFoundRecipe::otherJsonIsRefused() {
    QFETCH(QByteArray, json);
    writeTextFile(path("other.json"), json.toStdString());
    QVERIFY_THROWS(recipeInJson(path("other.json")), ErrorCode::BadRequest, QString());
    QVERIFY_THROWS(recipeInJson(path("gone.json")), ErrorCode::FileFault, QStringLiteral("gone.json"));
}

void TestFoundRecipe::recordingsAreFound_data() {
    QTest::addColumn<QString>("named");
    QTest::addColumn<QString>("lies");
    QTest::newRow("beside") << "demo.wav"
                            << "library/now/demo.wav";
    QTest::newRow("beside, after a move") << "/gone/demo.wav"
                                          << "library/now/demo.wav";
    QTest::newRow("in a library that has moved") << "/gone/library/other/audio.wav"
                                                 << "library/other/audio.wav";
}

void TestFoundRecipe::recordingsAreFound() {
    QFETCH(QString, named);
    QFETCH(QString, lies);
    const auto there = sound(lies.toStdString());
    auto request = cover(named.toStdString());
    request.referenceAudio = named.toStdString();
    writeTextFile(path("library/now/request.json"), requestToJson(request));
    const auto recipe = recipeInJson(path("library/now/request.json"));
    QCOMPARE(recipe.request.srcAudio.lexically_normal(), there);
    QCOMPARE(recipe.request.referenceAudio.lexically_normal(), there);
    QVERIFY(!recipe.lacksSource && !recipe.lacksReference);
}

void TestFoundRecipe::theTakeInTheLibraryKnowsItsSource() {
    const auto source = sound("music/audio.wav");
    takeOf(cover("/gone/audio.wav")); // says the same in an exported file
    const auto request = cover(source);
    takeOf(request);
    takeOf(cover("/gone/audio.wav"));
    sound("exports/audio.wav"); // of the same name
    const auto exported = sound("exports/waltz.wav");
    const auto recipe = recipeInSound(exported, embedded(request), home_->library());
    QCOMPARE(recipe.request.srcAudio, source);
    QCOMPARE(recipe.seed, std::optional<std::int64_t>(8));
}

void TestFoundRecipe::aSoundIsNotItsOwnSource() {
    const auto file = sound("exports/audio.wav");
    const auto recipe = recipeInSound(file, embedded(cover("/music/audio.wav")), home_->library());
    QVERIFY(recipe.lacksSource);
}

void TestFoundRecipe::whatIsNotFoundKeepsItsName() {
    auto request = cover("/music/demo.wav");
    request.referenceAudio = "/music/voice.wav";
    const auto recipe = recipeInSound(sound("exports/waltz.wav"), embedded(request), home_->library());
    QVERIFY(recipe.lacksSource && recipe.lacksReference);
    QCOMPARE(recipe.request.srcAudio, std::filesystem::path("demo.wav"));
    QCOMPARE(recipe.request.referenceAudio, std::filesystem::path("voice.wav"));
}

QTEST_GUILESS_MAIN(TestFoundRecipe)
#include "tst_found_recipe.moc"
