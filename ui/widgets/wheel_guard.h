#pragma once

class QWidget;

namespace ottava::ui {

/// Leaves the wheel to the scroll area for every list, number and slider in the form: whoever scrolls past them must
/// neither change nor focus them.
void leaveWheelToScrolling(QWidget& form);

} // namespace ottava::ui
