#pragma once

#include <QFrame>

namespace ottava::ui {

/// A frame that a file or folder can be dropped on. One at a time, from this machine; it shows when it would take it.
class DropField : public QFrame {
    Q_OBJECT
public:
    explicit DropField(QWidget* parent = nullptr);

signals:
    void dropped(QString path);

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void showTarget(bool on);
};

} // namespace ottava::ui
