#pragma once

#include <atomic>
#include <csignal>
#include <stop_token>
#include <thread>

namespace ottava::cli {

/// While it lives, SIGINT and SIGTERM ask for a stop instead of ending the process; a second one ends it at once with
/// exit code 130. Signals are awaited on a thread of its own, so nothing runs in a signal handler.
/// To be made before any other thread starts: those inherit the blocked signals. One at a time.
class Interrupts {
public:
    Interrupts();
    ~Interrupts();
    Interrupts(const Interrupts&) = delete;
    Interrupts& operator=(const Interrupts&) = delete;

    std::stop_token token() const { return stop_.get_token(); }

private:
    void watch();

    sigset_t awaited_{}, before_{};
    std::stop_source stop_;
    std::atomic<bool> closing_ = false;
    std::thread watcher_;
};

} // namespace ottava::cli
