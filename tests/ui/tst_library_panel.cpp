#include "support/take_fixture.h"
#include "ui/library/library_panel.h"
#include "ui/library/take_list_model.h"
#include "ui/library/take_list_view.h"
#include "ui/library/take_menu.h"

#include <QDrag>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QUrl>

using namespace ottava;
using namespace ottava::ui;
using ottava::test::TakeFixture;

class TestLibraryPanel : public QObject {
    Q_OBJECT
private slots:
    void init() {
        fixture_ = std::make_unique<TakeFixture>();
        panel_ = std::make_unique<LibraryPanel>();
        panel_->resize(300, 500);
        panel_->show();
    }
    void cleanup() { panel_.reset(); }

    void listsTheTakesOfAFolder() {
        fixture_->add("Neon Harbor");
        fixture_->add("Pioggia lenta");
        load();
        QCOMPARE(rows(), 2);
        QVERIFY(rowOf("Neon Harbor").isValid());
    }

    void anEmptyOrMissingLibrarySaysSo() {
        load();
        QVERIFY(panel_->findChild<QLabel*>(QStringLiteral("libraryHint"))->isVisible());
        QVERIFY(!view()->isVisible());
    }

    void aDamagedTakeShowsItsProblem() {
        std::filesystem::remove(fixture_->add("Broken").audio);
        load();
        const auto row = rowOf("Broken");
        QVERIFY(!row.data(TakeListModel::Problem).toString().isEmpty());
        QVERIFY(row.data(Qt::AccessibleTextRole).toString().contains(row.data(TakeListModel::Problem).toString()));
        QVERIFY(!(row.flags() & Qt::ItemIsDragEnabled));
    }

    void searchFindsEveryWord_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("found");
        QTest::newRow("nothing asked") << "" << 3;
        QTest::newRow("part of a word, any case") << "neo" << 2;
        QTest::newRow("two words in any order") << "harbor neon" << 1;
        QTest::newRow("seed") << "seed 99" << 1;
        QTest::newRow("no match") << "polka" << 0;
    }
    void searchFindsEveryWord() {
        QFETCH(QString, text);
        fixture_->add("Neon Harbor");
        fixture_->add("Neon Rain");
        fixture_->add("Pioggia", 4'800, 99);
        load();
        panel_->findChild<QLineEdit*>(QStringLiteral("search"))->setText(text);
        QTEST(rows(), "found");
    }

    void starredOnlyHidesTheRest() {
        const auto take = fixture_->add("Good");
        fixture_->add("Plain");
        TakeLibrary::setStars(take.folder, 4);
        load();
        panel_->findChild<QPushButton*>(QStringLiteral("starredOnly"))->click();
        QCOMPARE(rows(), 1);
        QCOMPARE(view()->model()->index(0, 0).data().toString(), QStringLiteral("Good"));
    }

    void digitsGiveStarsOnScreenAndOnDisk() {
        const auto take = fixture_->add("Neon");
        load();
        view()->setCurrentIndex(rowOf("Neon"));
        QTest::keyClick(view(), Qt::Key_3);
        QCOMPARE(rowOf("Neon").data(TakeListModel::Stars).toInt(), 3);
        QTRY_COMPARE(TakeLibrary::read(take.folder).stars, 3);
        QTest::keyClick(view(), Qt::Key_0);
        QTRY_COMPARE(TakeLibrary::read(take.folder).stars, 0);
    }

    void f2RenamesOnScreenAndOnDisk() {
        const auto take = fixture_->add("Neon");
        load();
        view()->setCurrentIndex(rowOf("Neon"));
        view()->setFocus();
        QTest::keyClick(view(), Qt::Key_F2);
        auto* editor = view()->findChild<QLineEdit*>();
        QVERIFY(editor);
        editor->setText(QStringLiteral("Rain"));
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_VERIFY(rowOf("Rain").isValid());
        QTRY_COMPARE(TakeLibrary::read(take.folder).title, std::string("Rain"));
    }

    void closingWhileATitleIsEditedIsSafe() {
        fixture_->add("Neon");
        load();
        view()->setCurrentIndex(rowOf("Neon"));
        view()->setFocus();
        QTest::keyClick(view(), Qt::Key_F2);
        QVERIFY(view()->findChild<QLineEdit*>());
        view()->findChild<QLineEdit*>()->setText(QStringLiteral("Rain"));
        panel_.reset();
    }

    void trashCanBeUndone() {
        const auto take = fixture_->add("Neon");
        load();
        view()->setCurrentIndex(rowOf("Neon"));
        QTest::keyClick(view(), Qt::Key_Delete);
        QCOMPARE(rows(), 0);
        auto* undo = panel_->findChild<QPushButton*>(QStringLiteral("undo"));
        QTRY_VERIFY(undo->isVisible());
        QVERIFY(!std::filesystem::exists(take.folder));
        QCOMPARE(fixture_->library().listTrash().size(), 1U);
        undo->click();
        QTRY_COMPARE(rows(), 1);
        QCOMPARE(fixture_->library().list().size(), 1U);
    }

    void aFailedChangeIsSaidAndTheListIsReadAgain() {
        const auto take = fixture_->add("Neon");
        load();
        std::filesystem::remove_all(take.folder);
        QSignalSpy messages(panel_.get(), &LibraryPanel::message);
        view()->setCurrentIndex(rowOf("Neon"));
        QTest::keyClick(view(), Qt::Key_5);
        QTRY_COMPARE(messages.count(), 1);
        QTRY_COMPARE(rows(), 0);
    }

    void clickChoosesDoubleClickPlays() {
        fixture_->add("Neon");
        load();
        QSignalSpy chosen(panel_.get(), &LibraryPanel::takeChosen);
        QSignalSpy played(panel_.get(), &LibraryPanel::playRequested);
        const auto at = view()->visualRect(rowOf("Neon")).center();
        QTest::mouseClick(view()->viewport(), Qt::LeftButton, {}, at);
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(played.count(), 0);
        QTest::mouseDClick(view()->viewport(), Qt::LeftButton, {}, at);
        QCOMPARE(played.count(), 1);
        QTest::keyClick(view(), Qt::Key_Return);
        QCOMPARE(played.count(), 2);
    }

    void menuReusesTheRecipe() {
        const auto take = fixture_->add("Neon", 4'800, 4021);
        load();
        view()->setCurrentIndex(rowOf("Neon"));
        QSignalSpy recipes(panel_.get(), &LibraryPanel::recipeRequested);
        emit view()->customContextMenuRequested(view()->visualRect(rowOf("Neon")).center());
        auto* menu = view()->findChild<TakeMenu*>();
        QVERIFY(menu);
        emit menu->recipePressed();
        QCOMPARE(recipes.count(), 1);
        QCOMPARE(qvariant_cast<StoredTake>(recipes.front().front()).seed, 4021LL);
        menu->close();
    }

    void readingAgainKeepsTheChosenRow() {
        fixture_->add("Neon");
        fixture_->add("Rain");
        load();
        view()->setCurrentIndex(rowOf("Neon"));
        fixture_->add("Newest");
        QSignalSpy loaded(panel_.get(), &LibraryPanel::loaded);
        panel_->reload();
        QVERIFY(loaded.wait());
        QCOMPARE(rows(), 3);
        QCOMPARE(view()->currentIndex().data().toString(), QStringLiteral("Neon"));
    }

    void hundredsOfTakesAreListedWithoutReadingTheirSound() {
        const auto first = fixture_->add("Take");
        for (int i = 0; i < 400; ++i)
            std::filesystem::copy(first.folder, fixture_->library().createTakeFolder("Take " + std::to_string(i)),
                                  std::filesystem::copy_options::recursive);
        load();
        QCOMPARE(rows(), 401);
        QVERIFY(!view()->grab().isNull());
    }

    void aRowIsDraggedAsAWav() {
        fixture_->add("Neon");
        load();
        QList<QUrl> urls;
        view()->setDragRunner([&](QDrag& drag, Qt::DropActions) { urls = drag.mimeData()->urls(); });
        const auto at = view()->visualRect(rowOf("Neon")).center();
        QTest::mousePress(view()->viewport(), Qt::LeftButton, {}, at);
        for (const int step : {10, 20, 40}) {
            const auto to = at + QPoint(0, step);
            QMouseEvent move(QEvent::MouseMove, to, view()->viewport()->mapToGlobal(to), Qt::NoButton, Qt::LeftButton,
                             {});
            QApplication::sendEvent(view()->viewport(), &move);
        }
        QTRY_COMPARE(urls.size(), 1);
        QVERIFY(urls.front().toLocalFile().endsWith(QStringLiteral(".wav")));
    }

private:
    void load() {
        QSignalSpy loaded(panel_.get(), &LibraryPanel::loaded);
        panel_->setRoot(fixture_->library().root());
        QVERIFY(loaded.wait(20'000));
    }
    TakeListView* view() const { return panel_->view(); }
    int rows() const { return view()->model()->rowCount(); }
    QModelIndex rowOf(const char* title) const {
        for (int row = 0; row < rows(); ++row)
            if (const auto index = view()->model()->index(row, 0); index.data().toString() == QLatin1String(title))
                return index;
        return {};
    }

    std::unique_ptr<TakeFixture> fixture_;
    std::unique_ptr<LibraryPanel> panel_;
};

QTEST_MAIN(TestLibraryPanel)
#include "tst_library_panel.moc"
