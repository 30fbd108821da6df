#pragma once

#include "core/engine/take.h"

#include <QObject>
#include <QTimer>

#include <deque>
#include <functional>

namespace ottava::ui {

/// Hands decoded audio on in pieces of at most a second, one a turn of the event loop: a tile may hold half a minute,
/// and its picture must not hold up the window. Keeps the order of what it is given. GUI thread.
class AudioFeed : public QObject {
    Q_OBJECT
public:
    explicit AudioFeed(QObject* parent = nullptr);

    void push(const AudioChunk& chunk, const QString& title);
    /// Runs `action` when everything before it has been handed on.
    void then(std::function<void()> action);

signals:
    void piece(ottava::AudioChunk chunk, QString title);

private:
    void handOn();

    std::deque<std::function<void()>> turns_;
    QTimer timer_;
};

} // namespace ottava::ui
