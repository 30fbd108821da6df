#pragma once

#include <QElapsedTimer>
#include <QFile>
#include <QTimer>

#include <algorithm>

namespace ottava::test {

/// Measures how long the event loop of its thread goes without a turn while it lives. Time that the kernel gave the
/// processor to somebody else is left out, where it can be known: a busy machine is not the window's fault.
class Heartbeat {
public:
    Heartbeat() {
        QObject::connect(&timer_, &QTimer::timeout, &timer_, [this] { beat(); });
        sinceBeat_.start();
        waitedBefore_ = waitedNs();
        timer_.start(5);
    }

    qint64 longestGapMs() const { return longestNs_ / 1'000'000; }
    int beats() const { return beats_; }

private:
    /// Nanoseconds that this thread was ready to run but did not get a processor. Linux; elsewhere always 0.
    static qint64 waitedNs() {
        QFile file("/proc/thread-self/schedstat");
        if (!file.open(QIODevice::ReadOnly))
            return 0;
        return file.readAll().split(' ').value(1).toLongLong();
    }

    void beat() {
        const auto waited = waitedNs();
        const auto gap = sinceBeat_.nsecsElapsed() - (waited - waitedBefore_);
        longestNs_ = std::max(longestNs_, gap);
        ++beats_;
        waitedBefore_ = waited;
        sinceBeat_.start();
    }

    QTimer timer_;
    QElapsedTimer sinceBeat_;
    qint64 waitedBefore_ = 0, longestNs_ = 0;
    int beats_ = 0;
};

} // namespace ottava::test
