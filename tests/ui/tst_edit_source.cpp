#include "tests/support/take_fixture.h"
#include "ui/compose/counted_edit.h"
#include "ui/compose/request_draft.h"
#include "ui/edit/edit_page.h"
#include "ui/edit/region_view.h"
#include "ui/edit/source_lane.h"

#include <QLabel>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTest>

using namespace ottava;
using namespace ottava::ui;

namespace {

constexpr int kTimeoutMs = 20'000;
constexpr const char* kCodes = "<|audio_code_1|><|audio_code_2|>";

} // namespace

/// What sources bring to the Edit page, and what of it stays when another one comes.
class TestEditSource : public QObject {
    Q_OBJECT
private slots:
    void init();

    void whatWasWantedOfAnUnreadableTakeIsForgotten();
    void whatWasWantedOfATakeIsNotDoneToALaterFile();
    void aFileForgetsWhatATakeBrought();
    void aTakeForgetsWhatAnotherBrought();
    void ownWordsStay();
    void codesThatWereReadGoWithTheirRecording();

private:
    template<class Widget>
    Widget* find(const char* name) const {
        return page_->findChild<Widget*>(QLatin1String(name));
    }
    StoredTake take(const char* recipe) const;
    std::filesystem::path file() const { return take("{}").audio; }
    /// Waits for the source.
    void arrive(const StoredTake& take);
    void arrive(const std::filesystem::path& file);
    QString codes() const { return find<QPlainTextEdit>("codes")->toPlainText(); }
    RequestDraft draft() const {
        RequestDraft draft;
        page_->store(draft);
        return draft;
    }

    std::unique_ptr<test::TakeFixture> home_;
    std::unique_ptr<EditPage> page_;
};

void TestEditSource::init() {
    home_ = std::make_unique<test::TakeFixture>();
    page_ = std::make_unique<EditPage>();
}

StoredTake TestEditSource::take(const char* recipe) const {
    auto take = home_->add("Neon Harbor", 48'000 * 4);
    take.requestJson = recipe;
    return take;
}

void TestEditSource::arrive(const StoredTake& take) {
    QSignalSpy arrived(page_->lane(), &SourceLane::sourceChanged);
    page_->openTake(take, EditTask::Cover);
    QVERIFY(arrived.wait(kTimeoutMs));
}

void TestEditSource::arrive(const std::filesystem::path& file) {
    QSignalSpy arrived(page_->lane(), &SourceLane::sourceChanged);
    page_->lane()->openFile(file);
    QVERIFY(arrived.wait(kTimeoutMs));
}

void TestEditSource::whatWasWantedOfAnUnreadableTakeIsForgotten() {
    auto gone = take("{}");
    std::filesystem::remove(gone.audio);
    QSignalSpy answered(page_->lane(), &SourceLane::answered);
    page_->openTake(gone, EditTask::Morph, TimeSpan{1, 2});
    QVERIFY(answered.wait(kTimeoutMs));
    QVERIFY(!find<QLabel>("sourceProblem")->text().isEmpty());
    arrive(file());
    QCOMPARE(page_->task(), EditTask::Repaint);
    QVERIFY(page_->lane()->view()->regions().empty());
    auto damaged = take("{}");
    damaged.problem = "take.json is damaged.";
    page_->openTake(damaged, EditTask::Morph, TimeSpan{1, 2}); // refused before it is read
    arrive(file());
    QCOMPARE(page_->task(), EditTask::Repaint);
    QVERIFY(page_->lane()->view()->regions().empty());
}

void TestEditSource::whatWasWantedOfATakeIsNotDoneToALaterFile() {
    page_->openTake(take("{}"), EditTask::Morph, TimeSpan{1, 2});
    arrive(file());
    QCOMPARE(page_->task(), EditTask::Repaint);
    QVERIFY(page_->lane()->view()->regions().empty());
}

void TestEditSource::aFileForgetsWhatATakeBrought() {
    arrive(take(R"({"caption": "a waltz", "lyrics": "la", "bpm": 90, "audio_codes": "<|audio_code_1|>"})"));
    QVERIFY(!codes().isEmpty());
    QCOMPARE(draft().edit->morphCaption, QStringLiteral("a waltz"));
    arrive(file());
    QCOMPARE(codes(), QString());
    const auto left = draft();
    QCOMPARE(left.edit->morphCaption, QString());
    QCOMPARE(left.edit->morphLyrics, QString());
    QCOMPARE(left.description, QString());
    QCOMPARE(left.lyrics, QString());
    QVERIFY(!left.bpm);
}

void TestEditSource::aTakeForgetsWhatAnotherBrought() {
    arrive(take(R"({"caption": "a waltz", "audio_codes": "<|audio_code_1|>"})"));
    arrive(take(R"({"caption": "a polka"})"));
    QCOMPARE(codes(), QString());
    QCOMPARE(draft().description, QStringLiteral("a polka"));
}

void TestEditSource::ownWordsStay() {
    arrive(take(R"({"caption": "a waltz", "lyrics": "la", "audio_codes": "<|audio_code_1|>"})"));
    find<CountedEdit>("editCaption")->setText("a waltz, but louder");
    find<CountedEdit>("morphLyrics")->setText("la la la");
    find<QPlainTextEdit>("codes")->setPlainText(kCodes);
    arrive(file());
    const auto left = draft();
    QCOMPARE(left.description, QStringLiteral("a waltz, but louder"));
    QCOMPARE(left.edit->morphLyrics, QStringLiteral("la la la"));
    QCOMPARE(codes(), QString(kCodes));
    QCOMPARE(left.lyrics, QString());
    QCOMPARE(left.edit->morphCaption, QString());
    arrive(file()); // nothing was brought this time
    QCOMPARE(draft().description, QStringLiteral("a waltz, but louder"));
}

void TestEditSource::codesThatWereReadGoWithTheirRecording() {
    arrive(file());
    find<CountedEdit>("editCaption")->setText("mine");
    page_->setCodes(kCodes);
    QCOMPARE(codes(), QString(kCodes));
    arrive(file());
    QCOMPARE(codes(), QString());
    QCOMPARE(draft().description, QStringLiteral("mine"));
}

QTEST_MAIN(TestEditSource)
#include "tst_edit_source.moc"
