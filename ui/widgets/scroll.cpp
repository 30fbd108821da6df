#include "ui/widgets/scroll.h"

#include <QScrollArea>
#include <QScrollBar>
#include <QTimer>

namespace ottava::ui {

namespace {

constexpr int kGap = 6, kAround = 48;

template<class Scroll>
void onceLaidOut(QWidget* widget, Scroll scroll) {
    QTimer::singleShot(0, widget, [widget, scroll] {
        for (auto* outer = widget->parentWidget(); outer; outer = outer->parentWidget())
            if (auto* area = qobject_cast<QScrollArea*>(outer))
                return scroll(*area);
    });
}

} // namespace

void scrollToTop(QWidget* widget) {
    onceLaidOut(widget, [widget](QScrollArea& area) {
        area.verticalScrollBar()->setValue(widget->mapTo(area.widget(), QPoint()).y() - kGap);
    });
}

void scrollIntoView(QWidget* widget) {
    onceLaidOut(widget, [widget](QScrollArea& area) { area.ensureWidgetVisible(widget, 0, kAround); });
}

} // namespace ottava::ui
