#pragma once

#include <cstdint>
#include <functional>

namespace ottava::nn {

/// `work` on parts of [begin, end) of at least `grain`, on libtorch's own threads; returns when all are done.
void parallelFor(std::int64_t begin, std::int64_t end, std::int64_t grain,
                 const std::function<void(std::int64_t begin, std::int64_t end)>& work);

/// Runs work(0) … work(count − 1) on libtorch's threads, each taking the next one when it is done with one. Within
/// such work: one after the other on the caller's thread. What the first work to fail throws is thrown here.
void forEachTask(std::int64_t count, const std::function<void(std::int64_t)>& work);

} // namespace ottava::nn
