#pragma once

class QWidget;

namespace ottava::ui {

/// Both wait until the layout has settled, and do nothing where there is no scroll area around the widget.

/// Scrolls so that the widget is the first that can be seen.
void scrollToTop(QWidget* widget);
/// Scrolls no further than needed to see the widget and a little around it.
void scrollIntoView(QWidget* widget);

} // namespace ottava::ui
