#pragma once

#include "core/engine/request.h"

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <mutex>
#include <optional>
#include <stop_token>
#include <vector>

namespace ottava {

using JobId = std::uint64_t;

/// One generation waiting for or having its turn. A value.
struct Job {
    JobId id = 0;
    Request request;
    std::filesystem::path outDir;
    std::stop_source stop; ///< asks this job alone to stop, waiting or running
};

/// First in, first out; one job runs at a time. Safe from any thread.
class JobQueue {
public:
    JobId push(Request request, std::filesystem::path outDir);

    /// The next job, which then counts as running until `finish`. Unset when nothing waits or another one still runs.
    std::optional<Job> tryPop();
    /// The same, but waits for its turn; unset once `stop` is requested.
    std::optional<Job> waitPop(std::stop_token stop);
    /// The running job has ended, however it ended. Another id changes nothing.
    void finish(JobId id);

    /// A waiting job is removed, a running one is asked to stop. False when there is no such job any more.
    bool cancel(JobId id);
    void cancelAll();
    /// Moves a waiting job to `position` among those waiting (0 = next).
    bool move(JobId id, std::size_t position);

    std::vector<JobId> waiting() const;
    std::optional<JobId> running() const;

private:
    std::optional<Job> popLocked();

    mutable std::mutex mutex_;
    std::condition_variable_any arrived_;
    std::deque<Job> waiting_;
    std::optional<Job> running_;
    JobId lastId_ = 0;
};

} // namespace ottava
