#include "core/nn/norm_kernels.h"

#include "core/nn/lanes.h"
#include "core/nn/row_kernels.h"

#include <cmath>

namespace ottava::nn {
namespace {

/// 1 / sqrt(mean(x²) + eps).
OTTAVA_INLINE float inverseRms(const float* x, std::int64_t size, double eps) {
    Floats total = {};
    float rest = 0;
    std::int64_t i = 0;
    for (; i + kLanes <= size; i += kLanes) {
        Floats v;
        load(x + i, v);
        total += v * v;
    }
    for (; i < size; ++i)
        rest += x[i] * x[i];
    const float mean = (sum(total) + rest) / static_cast<float>(size);
    return 1.0f / std::sqrt(mean + static_cast<float>(eps));
}

OTTAVA_INLINE void rotateHead(const HeadRotation& job, float* head) {
    const float factor = inverseRms(head, job.size, job.eps);
    std::int64_t i = 0;
    const auto half = job.size / 2;
    if (job.cos == nullptr) {
        for (i = 0; i < job.size; ++i)
            head[i] = head[i] * factor * job.weight[i] * job.scale;
        return;
    }
    for (i = 0; i + kLanes <= half; i += kLanes) {
        Floats low, high, lowWeight, highWeight, cos, sin;
        load(head + i, low);
        load(head + half + i, high);
        load(job.weight + i, lowWeight);
        load(job.weight + half + i, highWeight);
        load(job.cos + i, cos);
        load(job.sin + i, sin);
        low = low * factor * lowWeight;
        high = high * factor * highWeight;
        store((low * cos - high * sin) * job.scale, head + i);
        store((high * cos + low * sin) * job.scale, head + half + i);
    }
    for (; i < half; ++i) {
        const float low = head[i] * factor * job.weight[i], high = head[half + i] * factor * job.weight[half + i];
        head[i] = (low * job.cos[i] - high * job.sin[i]) * job.scale;
        head[half + i] = (high * job.cos[i] + low * job.sin[i]) * job.scale;
    }
}

OTTAVA_INLINE void normRow(const RowNorm& job, const float* x, float* out) {
    const float factor = inverseRms(x, job.size, job.eps);
    std::int64_t i = 0;
    for (; i + kLanes <= job.size; i += kLanes) {
        Floats v, weight;
        load(x + i, v);
        load(job.weight + i, weight);
        v = v * factor * weight;
        if (job.scale != nullptr) {
            Floats scale, shift;
            load(job.scale + i, scale);
            load(job.shift + i, shift);
            v = v * (scale + 1.0f) + shift;
        }
        store(v, out + i);
    }
    for (; i < job.size; ++i) {
        out[i] = x[i] * factor * job.weight[i];
        if (job.scale != nullptr)
            out[i] = out[i] * (job.scale[i] + 1.0f) + job.shift[i];
    }
}

struct Kernels {
    void (*rotate)(const HeadRotation&, float*);
    void (*norm)(const RowNorm&, const float*, float*);
};

struct Portable {
    static void rotate(const HeadRotation& job, float* head) { rotateHead(job, head); }
    static void norm(const RowNorm& job, const float* x, float* out) { normRow(job, x, out); }
};
#if defined(__x86_64__)
struct Avx2 {
    OTTAVA_AVX2 static void rotate(const HeadRotation& job, float* head) { rotateHead(job, head); }
    OTTAVA_AVX2 static void norm(const RowNorm& job, const float* x, float* out) { normRow(job, x, out); }
};
struct Avx512 {
    OTTAVA_AVX512 static void rotate(const HeadRotation& job, float* head) { rotateHead(job, head); }
    OTTAVA_AVX512 static void norm(const RowNorm& job, const float* x, float* out) { normRow(job, x, out); }
};
#endif

const Kernels& kernels() {
    static const Kernels chosen = [] {
#if defined(__x86_64__)
        if (vectorLevel() >= VectorLevel::Avx512)
            return Kernels{Avx512::rotate, Avx512::norm};
        if (vectorLevel() == VectorLevel::Avx2)
            return Kernels{Avx2::rotate, Avx2::norm};
#endif
        return Kernels{Portable::rotate, Portable::norm};
    }();
    return chosen;
}

} // namespace

void HeadRotation::operator()(float* head) const {
    kernels().rotate(*this, head);
}

void RowNorm::operator()(const float* x, float* out) const {
    kernels().norm(*this, x, out);
}

} // namespace ottava::nn
