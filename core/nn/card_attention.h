#pragma once

#include <ATen/core/Tensor.h>

#include <optional>

namespace ottava::nn {

/// Which keys a query on a graphics card sees: those at or before it, queries standing at the end of the keys, or those
/// within `window` on either side (0: all), or what a mask lets through (exclusive with the others).
struct CardAttention {
    bool causal = false;
    std::int64_t window = 0;
    std::optional<at::Tensor> additive = std::nullopt; ///< broadcastable to [B, N, T, S]

    /// Grouped-query attention by the kernels that libtorch brings for graphics cards; on the processor, which the
    /// tests use, by their plain twin. FlashAttention where it runs (bf16 and fp16 from compute capability 8 on, no
    /// mask), time and memory of windows growing with the length alone; else in blocks of the window or with a mask.
    /// query [B, N, T, D] · key, value [B, Nkv, S, D] → [B, N, T, D].
    /// Source: Dao 2023, FlashAttention-2.
    at::Tensor operator()(const at::Tensor& query, const at::Tensor& key, const at::Tensor& value) const;
};

/// Each key/value head as often as queries share it: for kernels that know nothing of groups.
at::Tensor headsFor(const at::Tensor& query, const at::Tensor& shared);

} // namespace ottava::nn
