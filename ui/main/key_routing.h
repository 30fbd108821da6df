#pragma once

#include <QObject>

namespace ottava::ui {

/// Decides who gets the keys that mean something to the whole window and to single widgets too (Space, arrows, Home,
/// End): text fields and sliders keep theirs; a button keeps Space only when the keyboard led to it, since after a
/// click Space is expected to play. Installed on the application by its constructor.
class KeyRouting : public QObject {
    Q_OBJECT
public:
    explicit KeyRouting(QObject* parent);

    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    bool reachedByKeyboard_ = false;
};

} // namespace ottava::ui
