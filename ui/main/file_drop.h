#pragma once

#include <QObject>

class QDropEvent;
class QWidget;

namespace ottava::ui {

/// Takes one file that is dropped anywhere on a window, except where a widget wants files itself; text fields do not:
/// they would show its address. Several files at once, and takes that are dragged out of the window, are not taken.
/// Belongs to the window and is installed on the application, since text fields see a drop before the window does.
class FileDrop : public QObject {
    Q_OBJECT
public:
    explicit FileDrop(QWidget& window);

    bool eventFilter(QObject* watched, QEvent* event) override;

signals:
    void dropped(QString file);

private:
    QWidget& window_;
};

} // namespace ottava::ui
