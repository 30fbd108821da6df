#include "core/engine/job_queue.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace ottava {
namespace {

auto find(std::deque<Job>& jobs, JobId id) {
    return std::ranges::find(jobs, id, &Job::id);
}

} // namespace

JobId JobQueue::push(Request request, std::filesystem::path outDir) {
    JobId id = 0;
    {
        const std::scoped_lock lock{mutex_};
        id = ++lastId_;
        waiting_.push_back({.id = id, .request = std::move(request), .outDir = std::move(outDir), .stop = {}});
    }
    arrived_.notify_one();
    return id;
}

std::optional<Job> JobQueue::tryPop() {
    const std::scoped_lock lock{mutex_};
    return popLocked();
}

std::optional<Job> JobQueue::waitPop(std::stop_token stop) {
    std::unique_lock lock{mutex_};
    arrived_.wait(lock, stop, [this] { return !waiting_.empty() && !running_; });
    // A stop wins over a job that waits: whoever asked for it wants the thread back.
    return stop.stop_requested() ? std::nullopt : popLocked();
}

std::optional<Job> JobQueue::popLocked() {
    if (waiting_.empty() || running_)
        return std::nullopt;
    running_ = std::move(waiting_.front());
    waiting_.pop_front();
    return running_;
}

void JobQueue::finish(JobId id) {
    {
        const std::scoped_lock lock{mutex_};
        if (running_ && running_->id == id)
            running_.reset();
    }
    arrived_.notify_one();
}

bool JobQueue::cancel(JobId id) {
    std::stop_source stop{std::nostopstate};
    {
        const std::scoped_lock lock{mutex_};
        if (running_ && running_->id == id)
            stop = running_->stop;
        else if (const auto job = find(waiting_, id); job != waiting_.end()) {
            stop = job->stop;
            waiting_.erase(job);
        }
    }
    // Outside the lock: callbacks on the token run here and may ask the queue something.
    stop.request_stop();
    return stop.stop_possible();
}

void JobQueue::cancelAll() {
    std::vector<std::stop_source> stops;
    {
        const std::scoped_lock lock{mutex_};
        std::ranges::transform(waiting_, std::back_inserter(stops), &Job::stop);
        if (running_)
            stops.push_back(running_->stop);
        waiting_.clear();
    }
    for (auto& stop : stops)
        stop.request_stop();
}

bool JobQueue::move(JobId id, std::size_t position) {
    const std::scoped_lock lock{mutex_};
    const auto job = find(waiting_, id);
    if (job == waiting_.end())
        return false;
    auto moved = std::move(*job);
    waiting_.erase(job);
    const auto place = static_cast<std::ptrdiff_t>(std::min(position, waiting_.size()));
    waiting_.insert(waiting_.begin() + place, std::move(moved));
    return true;
}

std::vector<JobId> JobQueue::waiting() const {
    const std::scoped_lock lock{mutex_};
    std::vector<JobId> ids;
    std::ranges::transform(waiting_, std::back_inserter(ids), &Job::id);
    return ids;
}

std::optional<JobId> JobQueue::running() const {
    const std::scoped_lock lock{mutex_};
    return running_ ? std::optional{running_->id} : std::nullopt;
}

} // namespace ottava
