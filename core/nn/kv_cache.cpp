#include "core/nn/kv_cache.h"

#include <ATen/ops/empty.h>

namespace ottava::nn {

KvCache::KvCache(const KvCacheShape& shape, const at::TensorOptions& options)
    : lengths(static_cast<std::size_t>(shape.rows), 0) {
    for (std::int64_t layer = 0; layer < shape.layers; ++layer) {
        keys.push_back(at::empty({shape.rows, shape.heads, shape.capacity, shape.headDim}, options));
        values.push_back(at::empty_like(keys.back()));
    }
}

void KvCache::fillWithZeros() {
    for (const auto* side : {&keys, &values})
        for (const auto& kept : *side)
            kept.zero_();
}

void KvCache::copyRow(int from, int to) {
    const auto count = length(from);
    for (const auto* side : {&keys, &values})
        for (const auto& kept : *side)
            rowOf(kept, to, count).copy_(rowOf(kept, from, count));
    setLength(to, count);
}

} // namespace ottava::nn
