#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <vector>

namespace ottava::nn {

struct KvCacheShape {
    std::int64_t layers, rows, heads, capacity, headDim;
};

/// Keys and values of the tokens that sequences hold so far. One tensor a layer, [rows, heads, capacity, headDim]: what
/// a head reads lies in one piece. Memory that no token has used yet is not touched. One thread.
struct KvCache {
    KvCache(const KvCacheShape& shape, const at::TensorOptions& options);

    std::vector<at::Tensor> keys, values;
    std::vector<std::int64_t> lengths; ///< tokens a row holds

    std::int64_t capacity() const { return keys.front().size(2); }
    std::int64_t length(int row) const { return lengths.at(static_cast<std::size_t>(row)); }
    void setLength(int row, std::int64_t length) { lengths.at(static_cast<std::size_t>(row)) = length; }

    /// Keys or values of one row: [1, heads, length, headDim], a view.
    static at::Tensor rowOf(const at::Tensor& kept, int row, std::int64_t length) {
        return kept.narrow(0, row, 1).narrow(2, 0, length);
    }
    void copyRow(int from, int to);
    /// So that what no token has used yet holds numbers: for kernels that weigh it with 0.
    void fillWithZeros();
};

} // namespace ottava::nn
