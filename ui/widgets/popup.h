#pragma once

#include <QFrame>

namespace ottava::ui {

/// A framed sheet beside the widget that opened it. Closes when something outside it is clicked, or with Esc; deletes
/// itself then.
class Popup : public QFrame {
    Q_OBJECT
public:
    explicit Popup(QWidget* parent);

    /// Shows the sheet below `anchor`, right edges aligned, inside the screen.
    void openAt(QWidget* anchor);
};

} // namespace ottava::ui
