#pragma once

#include <cstdint>

namespace ottava::nn {

/// x += added (when given); out = x / sqrt(mean(x²) + eps) · weight. All float32, [size].
void addRmsNorm(float* x, const float* added, const float* weight, std::int64_t size, double eps, float* out);

/// gate = silu(gate) · up, [size].
void gateWithSilu(float* gate, const float* up, std::int64_t size);

/// RMSNorm of one head, then its rotation by cos and sin [headDim] (two equal halves), in place.
struct HeadTransform {
    const float* weight = nullptr;
    const float* cos = nullptr;
    const float* sin = nullptr;
    std::int64_t headDim = 0;
    double eps = 1e-6;

    void operator()(float* head) const;
};

/// The query heads that share one head of keys and values, for one token: softmax(q kᵀ / √headDim) v.
struct GroupAttention {
    const void* keys = nullptr; ///< [length, headDim], float32 or bfloat16; headDim is a multiple of 16
    const void* values = nullptr;
    std::int64_t length = 0, headDim = 0, queries = 1;
    const float* query = nullptr; ///< [queries, headDim]
    float* scores = nullptr;      ///< scratch [queries, stride]
    std::int64_t stride = 0;      ///< at least `length`, a multiple of 16
    float* out = nullptr;         ///< [queries, headDim]
};

void attend(const GroupAttention& group, bool storedAsBf16);

/// float32 as the cache keeps it.
void store(const float* x, std::int64_t size, void* out, bool asBf16);

} // namespace ottava::nn
