#include "ui/playback/time_text.h"
#include "ui/playback/waveform_view.h"
#include "ui/widgets/theme.h"

#include <QAccessible>
#include <QLocale>
#include <QPainter>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include <cmath>

using namespace ottava;
using namespace ottava::ui;

namespace {

constexpr int kRate = 48'000;

std::vector<float> tone(std::int64_t frames, float level) {
    std::vector<float> samples(static_cast<std::size_t>(frames) * 2);
    for (std::size_t i = 0; i < samples.size(); ++i)
        samples[i] = level * static_cast<float>(std::sin(static_cast<double>(i / 2) * 0.05));
    return samples;
}

void turnWheel(QWidget& widget, QPoint at, int notches, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    QWheelEvent event(at, widget.mapToGlobal(at), {}, {0, 120 * notches}, Qt::NoButton, modifiers, Qt::NoScrollPhase,
                      false);
    QApplication::sendEvent(&widget, &event);
}

/// How many pixels of a column are not the background: the height of the wave there.
int inked(const QImage& image, int x) {
    int count = 0;
    for (int y = 4; y < image.height() - 30; ++y)
        count += image.pixelColor(x, y) != currentColors().field ? 1 : 0;
    return count;
}

} // namespace

class TestWaveformView : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }
    void init() {
        view_ = std::make_unique<WaveformView>();
        view_->resize(1000, 200);
        view_->reset(100 * kRate);
        view_->show();
    }

    void clickSeeks() {
        QSignalSpy seeks(view_.get(), &WaveformView::seekRequested);
        QTest::mouseClick(view_.get(), Qt::LeftButton, {}, {250, 80});
        QCOMPARE(seeks.count(), 1);
        QCOMPARE(seeks.front().front().toLongLong(), 25LL * kRate);
        QVERIFY(!view_->selection());
    }

    void dragSelectsInEitherDirection_data() {
        QTest::addColumn<int>("from");
        QTest::addColumn<int>("to");
        QTest::newRow("to the right") << 200 << 400;
        QTest::newRow("to the left") << 400 << 200;
    }
    void dragSelectsInEitherDirection() {
        QFETCH(int, from);
        QFETCH(int, to);
        QSignalSpy seeks(view_.get(), &WaveformView::seekRequested);
        QTest::mousePress(view_.get(), Qt::LeftButton, {}, {from, 80});
        QTest::mouseMove(view_.get(), {(from + to) / 2, 80});
        QTest::mouseMove(view_.get(), {to, 80});
        QTest::mouseRelease(view_.get(), Qt::LeftButton, {}, {to, 80});
        QVERIFY(view_->selection());
        QCOMPARE(*view_->selection(), FrameRange(20 * kRate, 40 * kRate));
        QCOMPARE(seeks.count(), 0);
    }

    void draggingAnEdgeKeepsTheOther() {
        view_->setSelection(FrameRange(20 * kRate, 40 * kRate));
        QTest::mousePress(view_.get(), Qt::LeftButton, {}, {201, 80});
        QTest::mouseMove(view_.get(), {100, 80});
        QTest::mouseRelease(view_.get(), Qt::LeftButton, {}, {100, 80});
        QCOMPARE(*view_->selection(), FrameRange(10 * kRate, 40 * kRate));
    }

    void clickOutsideLetsGoOfTheSelectionInsideKeepsIt() {
        view_->setSelection(FrameRange(20 * kRate, 40 * kRate));
        QTest::mouseClick(view_.get(), Qt::LeftButton, {}, {300, 80});
        QVERIFY(view_->selection());
        QTest::mouseClick(view_.get(), Qt::LeftButton, {}, {600, 80});
        QVERIFY(!view_->selection());
    }

    void keysSeekAndSelect() {
        view_->seekTo(10 * kRate);
        QTest::keyClick(view_.get(), Qt::Key_Right);
        QCOMPARE(view_->position(), 11LL * kRate);
        QTest::keyClick(view_.get(), Qt::Key_Left);
        QTest::keyClick(view_.get(), Qt::Key_Left);
        QCOMPARE(view_->position(), 9LL * kRate);
        QTest::keyClick(view_.get(), Qt::Key_Right, Qt::ShiftModifier);
        QTest::keyClick(view_.get(), Qt::Key_Right, Qt::ShiftModifier);
        QCOMPARE(*view_->selection(), FrameRange(9 * kRate, 11 * kRate));
        QTest::keyClick(view_.get(), Qt::Key_Home, Qt::ShiftModifier);
        QCOMPARE(*view_->selection(), FrameRange(0, 9 * kRate));
        QTest::keyClick(view_.get(), Qt::Key_Escape);
        QVERIFY(!view_->selection());
        QTest::keyClick(view_.get(), Qt::Key_End);
        QCOMPARE(view_->position(), 100LL * kRate);
        QTest::keyClick(view_.get(), Qt::Key_Home);
        QCOMPARE(view_->position(), 0LL);
    }

    void bracketsSetTheSelectionsEnds() {
        view_->seekTo(30 * kRate);
        QTest::keyClick(view_.get(), Qt::Key_BracketLeft);
        QCOMPARE(*view_->selection(), FrameRange(30 * kRate, 100 * kRate));
        view_->seekTo(50 * kRate);
        QTest::keyClick(view_.get(), Qt::Key_BracketRight);
        QCOMPARE(*view_->selection(), FrameRange(30 * kRate, 50 * kRate));
    }

    void wheelZoomsWhereTheCursorIs() {
        const auto before = view_->axis().frameAt(700);
        turnWheel(*view_, {700, 80}, 4);
        QVERIFY(view_->axis().lastFrame() - view_->axis().firstFrame() < 50.0 * kRate);
        QVERIFY(std::abs(view_->axis().frameAt(700) - before) < kRate / 10);
    }

    void shiftWheelScrollsAndStopsAtTheEnds() {
        turnWheel(*view_, {500, 80}, 4);
        const auto first = view_->axis().firstFrame();
        turnWheel(*view_, {500, 80}, -1, Qt::ShiftModifier);
        QVERIFY(view_->axis().firstFrame() > first);
        turnWheel(*view_, {500, 80}, 100, Qt::ShiftModifier);
        QCOMPARE(view_->axis().firstFrame(), 0.0);
    }

    void zoomNeverLeavesTheTake() {
        turnWheel(*view_, {10, 80}, -20);
        QVERIFY(view_->axis().showsAll());
        turnWheel(*view_, {10, 80}, 200);
        QVERIFY(view_->axis().framesPerPixel() >= 1);
        QTest::keyClick(view_.get(), Qt::Key_0);
        QVERIFY(view_->axis().showsAll());
    }

    void aRunningPlayheadTurnsThePage() {
        turnWheel(*view_, {0, 80}, 6);
        const auto edge = static_cast<std::int64_t>(view_->axis().lastFrame());
        view_->setPosition(edge - 10);
        const auto first = view_->axis().firstFrame();
        view_->setPosition(edge + kRate);
        QVERIFY(view_->axis().firstFrame() > first);
        QVERIFY(view_->axis().lastFrame() > static_cast<double>(edge + kRate));
    }

    void growsTileByTile() {
        view_->append(tone(50 * kRate, 0.9F));
        QCOMPARE(view_->decodedFrames(), 50LL * kRate);
        QCOMPARE(view_->totalFrames(), 100LL * kRate);
        const auto half = view_->grab().toImage();
        const auto ratio = half.devicePixelRatio();
        const auto at = [&](int x) { return inked(half, static_cast<int>(x * ratio)); };
        QVERIFY(at(250) > 100 * ratio);
        QVERIFY(at(755) < 60 * ratio);
        view_->append(tone(50 * kRate, 0.9F));
        QVERIFY(inked(view_->grab().toImage(), static_cast<int>(755 * ratio)) > 100 * ratio);
    }

    void noLaneWithoutSectionTimes() {
        const auto plain = view_->grab().toImage();
        view_->setSections({{QStringLiteral("Chorus"), 20 * kRate, 60 * kRate}});
        QVERIFY(view_->grab().toImage() != plain);
        view_->setSections({});
        QVERIFY(view_->grab().toImage() == plain);
    }

    void doubleClickSelectsTheSection() {
        view_->setSections({{QStringLiteral("Chorus"), 20 * kRate, 60 * kRate}});
        QTest::mouseDClick(view_.get(), Qt::LeftButton, {}, {300, 80});
        QCOMPARE(*view_->selection(), FrameRange(20 * kRate, 60 * kRate));
        QTest::mouseDClick(view_.get(), Qt::LeftButton, {}, {800, 80});
        QCOMPARE(*view_->selection(), FrameRange(0, 100 * kRate));
    }

    void speaksPositionSelectionAndSection() {
        view_->setSections({{QStringLiteral("Chorus"), 42 * kRate, 70 * kRate}});
        view_->setSelection(FrameRange(42 * kRate, 70 * kRate));
        view_->seekTo(42 * kRate + kRate * 3 / 10);
        QCOMPARE(view_->spokenValue(), QStringLiteral("0:42.3 of 1:40, selection 0:42 to 1:10, Chorus"));
    }

    void screenReadersSeeASlider() {
        auto* interface = QAccessible::queryAccessibleInterface(view_.get());
        QVERIFY(interface);
        QCOMPARE(interface->role(), QAccessible::Slider);
        QVERIFY(!interface->text(QAccessible::Name).isEmpty());
        auto* value = interface->valueInterface();
        QVERIFY(value);
        QCOMPARE(value->maximumValue().toDouble(), 100.0);
        QSignalSpy seeks(view_.get(), &WaveformView::seekRequested);
        value->setCurrentValue(12.5);
        QCOMPARE(value->currentValue().toDouble(), 12.5);
        QCOMPARE(seeks.count(), 1);
        QCOMPARE(interface->text(QAccessible::Value), view_->spokenValue());
    }

    void screenReaderActionsSetTheSelectionAndPlay() {
        auto* actions = QAccessible::queryAccessibleInterface(view_.get())->actionInterface();
        QVERIFY(actions);
        view_->seekTo(20 * kRate);
        actions->doAction(QStringLiteral("setSelectionStart"));
        view_->seekTo(30 * kRate);
        actions->doAction(QStringLiteral("setSelectionEnd"));
        QCOMPARE(*view_->selection(), FrameRange(20 * kRate, 30 * kRate));
        QSignalSpy plays(view_.get(), &WaveformView::playRequested);
        actions->doAction(QStringLiteral("play"));
        QCOMPARE(plays.count(), 1);
        for (const auto& name : actions->actionNames())
            QVERIFY(!actions->localizedActionName(name).isEmpty());
    }

    void withoutATakeNothingHappens() {
        view_->reset(0);
        QSignalSpy seeks(view_.get(), &WaveformView::seekRequested);
        QTest::mouseClick(view_.get(), Qt::LeftButton, {}, {250, 80});
        QTest::keyClick(view_.get(), Qt::Key_Right);
        turnWheel(*view_, {500, 80}, 4);
        QVERIFY(!view_->grab().isNull());
        QCOMPARE(seeks.count(), 0);
    }

    void timeTexts_data() {
        QTest::addColumn<double>("seconds");
        QTest::addColumn<QString>("clock");
        QTest::addColumn<QString>("precise");
        QTest::newRow("zero") << 0.0 << "0:00"
                              << "0:00.0";
        QTest::newRow("tenths") << 42.3 << "0:42"
                                << "0:42.3";
        QTest::newRow("minutes") << 182.99 << "3:02"
                                 << "3:02.9";
        QTest::newRow("long") << 3600.0 << "60:00"
                              << "60:00.0";
        QTest::newRow("negative") << -1.0 << "0:00"
                                  << "0:00.0";
    }
    void timeTexts() {
        QFETCH(double, seconds);
        QTEST(clockText(seconds), "clock");
        QTEST(preciseClockText(seconds), "precise");
    }

private:
    std::unique_ptr<WaveformView> view_;
};

QTEST_MAIN(TestWaveformView)
#include "tst_waveform_view.moc"
