#include "app/cli/interrupts.h"

#include <pthread.h>
#include <unistd.h>

namespace ottava::cli {
namespace {

constexpr int kCancelledExitCode = 130;

} // namespace

Interrupts::Interrupts() {
    sigemptyset(&awaited_);
    sigaddset(&awaited_, SIGINT);
    sigaddset(&awaited_, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &awaited_, &before_);
    watcher_ = std::thread{[this] { watch(); }};
}

Interrupts::~Interrupts() {
    closing_ = true;
    pthread_kill(watcher_.native_handle(), SIGTERM); // wakes the watcher alone
    watcher_.join();
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

void Interrupts::watch() {
    for (int signal = 0; sigwait(&awaited_, &signal) == 0 && !closing_;) {
        if (stop_.stop_requested())
            _exit(kCancelledExitCode);
        stop_.request_stop();
    }
}

} // namespace ottava::cli
