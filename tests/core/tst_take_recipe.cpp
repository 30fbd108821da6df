#include "core/engine/take_recipe.h"
#include "core/library/lrc.h"

#include <QTemporaryDir>
#include <QtTest>

#include <fstream>

using namespace ottava;

namespace {

Request batchRequest() {
    Request request;
    request.caption = "synthwave";
    request.lyrics = "[Verse]\nNeon";
    request.bpm = 104;
    request.keyscale = "A minor";
    request.batchSize = 2;
    request.seeds = {7, 8};
    request.lmSeeds = {3, 4};
    request.srcAudio = "/home/ada/private/demo.wav";
    request.loraPath = "/home/ada/adapters/harbor";
    return request;
}

TakeOrigin origin() {
    return {.title = "Neon Harbor",
            .created = "2025-01-31T14:05:09",
            .model = "acestep-v15-turbo",
            .lrc = "[00:00.25][Verse]\n[00:01.00]Neon\n[00:02.50][Chorus]\n",
            .seed = 8,
            .request = requestOfTake(batchRequest(), 1, 8)};
}

} // namespace

/// What a file says of the take that it holds, and what it does not.
class TestTakeRecipe : public QObject {
    Q_OBJECT
private slots:
    void aTakesRequestIsItsOwn() {
        const auto request = requestOfTake(batchRequest(), 1, 8);
        QCOMPARE(request.batchSize, 1);
        QVERIFY(request.seeds == std::vector<std::int64_t>{8});
        QVERIFY(request.lmSeeds == std::vector<std::int64_t>{4});
        QVERIFY(!request.useRandomSeed);
    }

    void foldersStayAtHome() {
        const auto recipe = fileMetadata(origin(), {}).recipe;
        QVERIFY(recipe.find("demo.wav") != std::string::npos);
        QVERIFY2(recipe.find("/home") == std::string::npos, recipe.c_str());
    }

    void theRecipeIsTheRequest() {
        const auto metadata = fileMetadata(origin(), {.artist = "Ada"});
        Warnings warnings;
        const auto back = requestFromJson(metadata.recipe, warnings);
        QVERIFY(warnings.empty());
        QCOMPARE(back.caption, std::string{"synthwave"});
        QVERIFY(back.seeds == std::vector<std::int64_t>{8});
        QCOMPARE(metadata.title, std::string{"Neon Harbor"});
        QCOMPARE(metadata.artist, std::string{"Ada"});
        QCOMPARE(metadata.bpm, std::optional{104});
        QCOMPARE(metadata.key, std::string{"A minor"});
        QCOMPARE(metadata.lyrics, std::string{"[Verse]\nNeon"});
        QVERIFY(metadata.markers == (std::vector<Marker>{{"Verse", 0.25}, {"Chorus", 2.5}}));
        QVERIFY(!metadata.tempoForStretching);
    }

    void privateFilesNameProgramAndModelOnly() {
        const auto metadata =
            fileMetadata(origin(), {.promptAndLyrics = false, .tempoForStretching = true, .artist = "Ada"});
        QVERIFY(!metadata.software.empty());
        QVERIFY(metadata == (FileMetadata{.software = metadata.software, .model = "acestep-v15-turbo"}));
    }

    void aTakeWhoseRequestIsDamagedKeepsItsTitle() {
        StoredTake take;
        take.title = "Neon Harbor";
        take.requestJson = "{\"bpm\": [";
        const auto read = originOf(take);
        QCOMPARE(read.title, std::string{"Neon Harbor"});
        QVERIFY(!read.request);
        QVERIFY(fileMetadata(read, {}).recipe.empty());
    }

    void timedLyricsAreReadFromTheTakesFolder() {
        const QTemporaryDir folder;
        const std::filesystem::path path{folder.path().toStdString()};
        std::ofstream{path / kLrcName} << "[00:01.00][Verse]\n";
        StoredTake take;
        take.folder = path;
        QVERIFY(fileMetadata(originOf(take), {}).markers == (std::vector<Marker>{{"Verse", 1}}));
    }

    void sectionsAreTheTagLines_data() {
        QTest::addColumn<QString>("lrc");
        QTest::addColumn<QString>("sections");
        QTest::newRow("empty") << ""
                               << "";
        QTest::newRow("words only") << "[00:01.00]Neon\n[00:02.00]Harbor"
                                    << "";
        QTest::newRow("over a minute") << "[01:02.50][Bridge]"
                                       << "Bridge 62.5;";
        QTest::newRow("sorted by time") << "[00:05.00][B]\n[00:01.00][A]\n"
                                        << "A 1;B 5;";
        QTest::newRow("carriage returns, spaces") << "[00:01.00] [ Verse - soft ] \r\n"
                                                  << "Verse - soft 1;";
        QTest::newRow("no time") << "[Verse]\n[xx:01.00][A]\n[-1:00][A]\n[00:01.00"
                                 << "";
        QTest::newRow("words after the tag") << "[00:01.00][Verse] Neon"
                                             << "";
        QTest::newRow("header tags") << "[ti:Neon]\n[00:00.00][Intro]"
                                     << "Intro 0;";
    }
    void sectionsAreTheTagLines() {
        QFETCH(QString, lrc);
        QString found;
        for (const auto& section : sectionsOf(lrc.toStdString()))
            found += QStringLiteral("%1 %2;").arg(QString::fromStdString(section.label)).arg(section.seconds);
        QTEST(found, "sections");
    }
};

QTEST_GUILESS_MAIN(TestTakeRecipe)
#include "tst_take_recipe.moc"
