#pragma once

#include <cstdint>
#include <functional>

namespace ottava::nn {

/// `work` on parts of [begin, end) of at least `grain`, on libtorch's own threads; returns when all are done. Alone in
/// its .cpp: libtorch's header runs everything on one thread in files that are compiled without OpenMP.
void parallelFor(std::int64_t begin, std::int64_t end, std::int64_t grain,
                 const std::function<void(std::int64_t begin, std::int64_t end)>& work);

} // namespace ottava::nn
