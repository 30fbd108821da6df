#include "ui/widgets/bounded_slider.h"
#include "ui/widgets/time_field.h"

#include <QDoubleSpinBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>
#include <QToolButton>

using namespace ottava::ui;

class TestBoundedSlider : public QObject {
    Q_OBJECT

private slots:
    void aLimitDrawsTheEndNearerAndShowsTheLock();
    void aLimitAtTheHardMaximumShowsNoLock();
    void theWishReturnsWhenTheLimitRises();
    void aChangeUnderTheLimitReplacesTheWish();
    void sliderAndFieldAgree();
    void aTypedValueBetweenNotchesIsKept();
    void theLockOffersToGoBeyond_data();
    void theLockOffersToGoBeyond();
    void everyPartHasAName();
    void timesAreUnderstood_data();
    void timesAreUnderstood();
};

void TestBoundedSlider::aLimitDrawsTheEndNearerAndShowsTheLock() {
    BoundedSlider slider("Length", SliderUnit::Time);
    slider.setRange(10, 600, 5);
    slider.setValue(500);
    QSignalSpy changed(&slider, &BoundedSlider::valueChanged);
    slider.setLimit(240, "4 min is the limit");
    QCOMPARE(slider.value(), 240.0);
    QCOMPARE(slider.maximum(), 240.0);
    QCOMPARE(slider.findChild<QSlider*>()->maximum(), 46);
    QVERIFY(slider.isLimited());
    QVERIFY(!slider.findChild<QToolButton*>()->isHidden());
    QCOMPARE(slider.findChild<QToolButton*>()->toolTip(), QString("4 min is the limit"));
    QCOMPARE(changed.count(), 1);
}

void TestBoundedSlider::aLimitAtTheHardMaximumShowsNoLock() {
    BoundedSlider slider("Length", SliderUnit::Time);
    slider.setRange(10, 600, 5);
    slider.setLimit(600, {});
    QVERIFY(!slider.isLimited());
    QVERIFY(slider.findChild<QToolButton*>()->isHidden());
}

void TestBoundedSlider::theWishReturnsWhenTheLimitRises() {
    BoundedSlider slider("Takes", SliderUnit::Count);
    slider.setRange(1, 8, 1);
    slider.setValue(6);
    slider.setLimit(2, "with LM");
    QCOMPARE(slider.value(), 2.0);
    slider.setLimit(4, "without LM");
    QCOMPARE(slider.value(), 4.0);
    slider.setLimit(std::nullopt, {});
    QCOMPARE(slider.value(), 6.0);
}

void TestBoundedSlider::aChangeUnderTheLimitReplacesTheWish() {
    BoundedSlider slider("Takes", SliderUnit::Count);
    slider.setRange(1, 8, 1);
    slider.setValue(6);
    slider.setLimit(4, "limit");
    QTest::keyClick(slider.findChild<QSlider*>(), Qt::Key_Left);
    QCOMPARE(slider.value(), 3.0);
    slider.setLimit(std::nullopt, {});
    QCOMPARE(slider.value(), 3.0);
}

void TestBoundedSlider::sliderAndFieldAgree() {
    BoundedSlider slider("Shift", SliderUnit::Number);
    slider.setRange(1, 5, 0.1);
    slider.setValue(3);
    QTest::keyClick(slider.findChild<QSlider*>(), Qt::Key_Right);
    QCOMPARE(slider.value(), 3.1);
    QCOMPARE(slider.findChild<QDoubleSpinBox*>()->value(), 3.1);
}

void TestBoundedSlider::aTypedValueBetweenNotchesIsKept() {
    BoundedSlider slider("Length", SliderUnit::Time);
    slider.setRange(10, 600, 5);
    auto* field = slider.findChild<QDoubleSpinBox*>();
    field->selectAll();
    QTest::keyClicks(field, "1:03");
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(slider.value(), 63.0);
    QCOMPARE(field->text(), QString("1:03"));
}

void TestBoundedSlider::theLockOffersToGoBeyond_data() {
    QTest::addColumn<QString>("button");
    QTest::addColumn<bool>("always");
    QTest::newRow("once") << "tryOnce" << false;
    QTest::newRow("always") << "alwaysAllow" << true;
}

void TestBoundedSlider::theLockOffersToGoBeyond() {
    QFETCH(QString, button);
    QFETCH(bool, always);
    BoundedSlider slider("Takes", SliderUnit::Count);
    slider.setRange(1, 8, 1);
    slider.setLimit(1, "1 take is the limit");
    slider.show();
    QSignalSpy asked(&slider, &BoundedSlider::overrideRequested);
    slider.findChild<QToolButton*>()->click();
    auto* choice = slider.findChild<QPushButton*>(button);
    QVERIFY(choice);
    choice->click();
    QCOMPARE(asked.count(), 1);
    QCOMPARE(asked[0][0].toBool(), always);
}

void TestBoundedSlider::everyPartHasAName() {
    BoundedSlider slider("Takes", SliderUnit::Count);
    for (const auto* part : slider.findChildren<QWidget*>()) {
        if ((part->focusPolicy() & Qt::TabFocus) && part->objectName() != "qt_spinbox_lineedit")
            QVERIFY2(!part->accessibleName().isEmpty(), part->metaObject()->className());
    }
}

void TestBoundedSlider::timesAreUnderstood_data() {
    QTest::addColumn<QString>("typed");
    QTest::addColumn<double>("seconds");
    QTest::newRow("minutes and seconds") << "2:30" << 150.0;
    QTest::newRow("seconds") << "90" << 90.0;
    QTest::newRow("seconds with unit") << "90s" << 90.0;
    QTest::newRow("minutes with unit") << "2.5m" << 150.0;
    QTest::newRow("decimal comma") << "1,5m" << 90.0;
}

void TestBoundedSlider::timesAreUnderstood() {
    QFETCH(QString, typed);
    QFETCH(double, seconds);
    TimeField field;
    field.setRange(10, 600);
    field.selectAll();
    QTest::keyClicks(&field, typed);
    QTest::keyClick(&field, Qt::Key_Return);
    QCOMPARE(field.value(), seconds);
    QCOMPARE(field.text(), formatTime(seconds));
}

QTEST_MAIN(TestBoundedSlider)
#include "tst_bounded_slider.moc"
