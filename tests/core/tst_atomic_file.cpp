#include "core/base/atomic_file.h"
#include "support/expect_error.h"
#include "support/file_size_limit.h"
#include "support/unprivileged.h"

#include <QTemporaryDir>
#include <QtTest>

#include <fstream>
#include <thread>

using namespace ottava;

class TestAtomicFile : public QObject {
    Q_OBJECT
private slots:
    void init();
    void appearsOnlyOnCommit();
    void replacesWhatWasThere();
    void leavesNothingWithoutCommit();
    void keepsTheOldFileWhenWritingFails();
    void temporaryNamesAreHiddenAndKeepTheEnding();
    void temporaryNamesNeverMeet();
    void createsMissingFolders();
    void takesNamesAsLongAsTheyCanBe();
    void refusalsNamePathAndRemedy_data();
    void refusalsNamePathAndRemedy();
    void aReadOnlyFolderIsRefused();
    void manyWritersLeaveOneWholeFile();
    void readingWhatIsNotAFileIsRefused();

private:
    std::filesystem::path folder() const { return folder_->path().toStdString(); }
    std::size_t entries() const {
        return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator{folder()}, {}));
    }

    std::unique_ptr<QTemporaryDir> folder_;
};

void TestAtomicFile::init() {
    folder_ = std::make_unique<QTemporaryDir>();
}

void TestAtomicFile::appearsOnlyOnCommit() {
    const auto file = folder() / "a.txt";
    AtomicFile target{file};
    std::ofstream{target.temporary()} << "whole";
    QVERIFY(!std::filesystem::exists(file));
    target.commit();
    QCOMPARE(readTextFile(file), std::string{"whole"});
    QCOMPARE(entries(), std::size_t{1});
}

void TestAtomicFile::replacesWhatWasThere() {
    writeTextFile(folder() / "a.txt", "old and longer");
    writeTextFile(folder() / "a.txt", "new");
    QCOMPARE(readTextFile(folder() / "a.txt"), std::string{"new"});
}

void TestAtomicFile::leavesNothingWithoutCommit() {
    { const AtomicFile target{folder() / "a.txt"}; }
    QCOMPARE(entries(), std::size_t{0});
}

void TestAtomicFile::keepsTheOldFileWhenWritingFails() {
    const auto file = folder() / "a.txt";
    writeTextFile(file, "old");
    {
        const test::FileSizeLimit fullDisk{1'000};
        QVERIFY_THROWS(writeTextFile(file, std::string(100'000, 'x')), ErrorCode::FileFault, "a.txt");
    }
    QCOMPARE(readTextFile(file), std::string{"old"});
    QCOMPARE(entries(), std::size_t{1});
}

void TestAtomicFile::temporaryNamesAreHiddenAndKeepTheEnding() {
    const AtomicFile target{folder() / "song.flac"};
    QCOMPARE(target.temporary().parent_path(), folder());
    QVERIFY(target.temporary().filename().string().starts_with('.'));
    QCOMPARE(target.temporary().extension(), std::filesystem::path{".flac"});
}

void TestAtomicFile::temporaryNamesNeverMeet() {
    const AtomicFile one{folder() / "a.txt"}, two{folder() / "a.txt"};
    QVERIFY(one.temporary() != two.temporary());
}

void TestAtomicFile::createsMissingFolders() {
    writeTextFile(folder() / "x/y/a.txt", "deep");
    QCOMPARE(readTextFile(folder() / "x/y/a.txt"), std::string{"deep"});
}

void TestAtomicFile::takesNamesAsLongAsTheyCanBe() {
    const auto file = folder() / (std::string(251, 'n') + ".txt");
    writeTextFile(file, "long");
    QCOMPARE(readTextFile(file), std::string{"long"});
}

void TestAtomicFile::refusalsNamePathAndRemedy_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("remedy");
    QTest::newRow("folder is a file") << "file/inside.txt"
                                      << "another folder";
    QTest::newRow("name too long") << QString(300, 'n') + "/a.txt"
                                   << "shorter name";
}

void TestAtomicFile::refusalsNamePathAndRemedy() {
    QFETCH(QString, path);
    QFETCH(QString, remedy);
    writeTextFile(folder() / "file", "not a folder");
    const auto target = folder() / path.toStdString();
    const auto error = test::errorOf([&] { AtomicFile{target}; });
    const auto problem = test::mismatch(error, ErrorCode::FileFault, QString::fromStdString(target.string()));
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    QVERIFY2(QString::fromStdString(error->remedy).contains(remedy), error->remedy.c_str());
}

void TestAtomicFile::aReadOnlyFolderIsRefused() {
    using std::filesystem::perms;
    std::filesystem::permissions(folder(),
                                 perms::owner_read | perms::owner_exec | perms::others_read | perms::others_exec);
    const test::Unprivileged user;
    const auto error = test::errorOf([&] { writeTextFile(folder() / "a.txt", "x"); });
    const auto problem = test::mismatch(error, ErrorCode::FileFault, "a.txt");
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    QVERIFY2(QString::fromStdString(error->remedy).contains("may write"), error->remedy.c_str());
}

void TestAtomicFile::manyWritersLeaveOneWholeFile() {
    const auto file = folder() / "shared.txt";
    {
        std::vector<std::jthread> writers;
        for (char letter = 'a'; letter < 'e'; ++letter)
            writers.emplace_back([&file, letter] {
                for (int round = 0; round < 10; ++round)
                    writeTextFile(file, std::string(10'000, letter));
            });
    }
    const auto text = readTextFile(file);
    QCOMPARE(text, std::string(10'000, text.front()));
    QCOMPARE(entries(), std::size_t{1});
}

void TestAtomicFile::readingWhatIsNotAFileIsRefused() {
    QVERIFY_THROWS(readTextFile(folder() / "missing.txt"), ErrorCode::FileFault, "missing.txt");
    QVERIFY_THROWS(readTextFile(folder()), ErrorCode::FileFault, "cannot be read");
}

QTEST_GUILESS_MAIN(TestAtomicFile)
#include "tst_atomic_file.moc"
