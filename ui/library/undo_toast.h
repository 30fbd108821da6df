#pragma once

#include <QFrame>

#include <functional>

class QTimer;

namespace ottava::ui {

class ElidedLabel;

/// "Moved … to the trash. [Undo]": stays for some seconds, or until the next one replaces it.
class UndoToast : public QFrame {
    Q_OBJECT
public:
    explicit UndoToast(QWidget* parent = nullptr);

    void offer(const QString& text, std::function<void()> undo);
    /// As if Undo were pressed; nothing when nothing is offered.
    void undo();

private:
    ElidedLabel* text_;
    QTimer* timer_;
    std::function<void()> undo_;
};

} // namespace ottava::ui
