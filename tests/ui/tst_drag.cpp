#include "core/audio/metadata_read.h"
#include "support/take_fixture.h"
#include "ui/playback/drag_handle.h"
#include "ui/playback/export_choice.h"
#include "ui/playback/take_facts.h"
#include "ui/playback/take_panel.h"

#include <QApplication>
#include <QClipboard>
#include <QDrag>
#include <QEnterEvent>
#include <QMimeData>
#include <QMouseEvent>
#include <QSignalSpy>
#include <QTest>
#include <QUrl>

using namespace ottava;
using namespace ottava::ui;
using ottava::test::TakeFixture;

namespace {

void moveTo(QWidget& widget, QPoint at, Qt::MouseButtons buttons) {
    QMouseEvent event(QEvent::MouseMove, at, widget.mapToGlobal(at), Qt::NoButton, buttons, {});
    QApplication::sendEvent(&widget, &event);
}

} // namespace

class TestDrag : public QObject {
    Q_OBJECT
private slots:
    void init() {
        fixture_ = std::make_unique<TakeFixture>();
        saveExportChoice({AudioFormat::Flac, fixture_->exports()});
        take_ = takeFileOf(fixture_->add("Neon Harbor", 48'000));
        files_ = std::make_unique<DragFiles>();
        handle_ = std::make_unique<DragHandle>(*files_);
        handle_->setTake(take_);
        handle_->setDragRunner([this](QDrag& drag, Qt::DropActions actions) {
            urls_ = drag.mimeData()->urls();
            actions_ = actions;
            pixmap_ = drag.pixmap();
            ++drags_;
        });
        handle_->show();
        drags_ = 0;
        urls_.clear();
    }

    void carriesARealWavInTheExportsFolder() {
        dragOut();
        QTRY_COMPARE(drags_, 1);
        QCOMPARE(urls_.size(), 1);
        const auto file = urls_.front().toLocalFile();
        QVERIFY(QFile::exists(file));
        QCOMPARE(toPath(file).parent_path(), fixture_->exports());
        QVERIFY(file.endsWith(QStringLiteral(".wav")));
        const auto audio = readAudio(toPath(file));
        QCOMPARE(audio.frameCount(), 48'000LL);
        QCOMPARE(audio.sampleRate, 48'000);
    }

    void mayBeCopiedOnly() {
        dragOut();
        QTRY_COMPARE(drags_, 1);
        QCOMPARE(actions_, Qt::DropActions(Qt::CopyAction));
        QVERIFY(!pixmap_.isNull());
    }

    void reachingForItPreparesTheFile() {
        QEnterEvent enter({1, 1}, {1, 1}, {1, 1});
        QApplication::sendEvent(handle_.get(), &enter);
        QTRY_VERIFY(files_->ready(take_));
        dragOut();
        QCOMPARE(drags_, 1); // at once, no waiting
    }

    void aSecondDragCarriesTheSameFile() {
        dragOut();
        QTRY_COMPARE(drags_, 1);
        const auto first = urls_;
        QTest::mouseRelease(handle_.get(), Qt::LeftButton);
        dragOut();
        QTRY_COMPARE(drags_, 2);
        QCOMPARE(urls_, first);
    }

    void whichFileIsWhosIsRemembered() {
        dragOut();
        QTRY_COMPARE(drags_, 1);
        DragFiles later;
        QVERIFY(later.ready(take_));
        QCOMPARE(toQString(*later.ready(take_)), urls_.front().toLocalFile());
    }

    void aFileThatSaysMoreThanItMayIsNotUsedAgain() {
        dragOut();
        QTRY_COMPARE(drags_, 1);
        const auto first = urls_.front().toLocalFile();
        QVERIFY(!readMetadata(toPath(first)).metadata.recipe.empty());
        QTest::mouseRelease(handle_.get(), Qt::LeftButton);
        files_->setEmbed({.promptAndLyrics = false});
        dragOut();
        QTRY_COMPARE(drags_, 2);
        QVERIFY(urls_.front().toLocalFile() != first);
        QVERIFY(readMetadata(toPath(urls_.front().toLocalFile())).metadata.recipe.empty());
    }

    void anotherTakeOfTheSameNameGetsAFileOfItsOwn() {
        dragOut();
        QTRY_COMPARE(drags_, 1);
        const auto first = urls_.front();
        QTest::mouseRelease(handle_.get(), Qt::LeftButton);
        handle_->setTake(takeFileOf(fixture_->add("Neon Harbor", 24'000)));
        dragOut();
        QTRY_COMPARE(drags_, 2);
        QVERIFY(urls_.front() != first);
        QVERIFY(QFile::exists(first.toLocalFile()));
    }

    void aFileThatWasThrownAwayIsWrittenAgain() {
        dragOut();
        QTRY_COMPARE(drags_, 1);
        QVERIFY(QFile::remove(urls_.front().toLocalFile()));
        QVERIFY(!files_->ready(take_));
        QTest::mouseRelease(handle_.get(), Qt::LeftButton);
        dragOut();
        QTRY_COMPARE(drags_, 2);
        QVERIFY(QFile::exists(urls_.front().toLocalFile()));
    }

    void aButtonLetGoBeforeTheFileIsReadyDragsNothing() {
        dragOut();
        QTest::mouseRelease(handle_.get(), Qt::LeftButton);
        QTRY_VERIFY(files_->ready(take_));
        QCoreApplication::processEvents();
        QCOMPARE(drags_, 0);
    }

    void anUnwritableFolderIsAFailureWithARemedy() {
        QFile blocker(toQString(fixture_->path() / "blocker"));
        QVERIFY(blocker.open(QIODevice::WriteOnly));
        saveExportChoice({AudioFormat::Wav24, fixture_->path() / "blocker" / "inside"});
        QSignalSpy failed(files_.get(), &DragFiles::failed);
        dragOut();
        QTRY_COMPARE(failed.count(), 1);
        QVERIFY(!failed.front().at(1).toString().isEmpty());
        QCOMPARE(drags_, 0);
    }

    void theKeyboardTwinPutsTheFileOnTheClipboard() {
        TakePanel panel;
        panel.showTake(fixture_->add("Clip", 4'800));
        QTRY_VERIFY(panel.storedTake());
        QGuiApplication::clipboard()->setText(QStringLiteral("before"));
        panel.copyTakeAsFile();
        QTRY_VERIFY(QGuiApplication::clipboard()->mimeData()->hasUrls());
        const auto* data = QGuiApplication::clipboard()->mimeData();
        const auto url = data->urls().front();
        QVERIFY(QFile::exists(url.toLocalFile()));
        QCOMPARE(data->data(QStringLiteral("x-special/gnome-copied-files")), "copy\n" + url.toEncoded());
    }

private:
    void dragOut() {
        QTest::mousePress(handle_.get(), Qt::LeftButton, {}, {20, 10});
        moveTo(*handle_, {60, 10}, Qt::LeftButton);
    }

    std::unique_ptr<TakeFixture> fixture_;
    TakeFile take_;
    std::unique_ptr<DragFiles> files_;
    std::unique_ptr<DragHandle> handle_;
    QList<QUrl> urls_;
    Qt::DropActions actions_;
    QPixmap pixmap_;
    int drags_ = 0;
};

QTEST_MAIN(TestDrag)
#include "tst_drag.moc"
