#include "core/nn/decode_kernels.h"

#include "core/nn/lanes.h"
#include "core/nn/row_conversion.h"
#include "core/nn/row_kernels.h"

#include <algorithm>
#include <cmath>

namespace ottava::nn {
namespace {

/// e^x for x ≤ 0, relative error below 1e-6; what is below −87 counts as −87.
OTTAVA_INLINE void exponential(Floats& x) {
    constexpr float kLog2E = 1.44269504f, kLn2High = 0.693359375f, kLn2Low = -2.12194440e-4f;
    constexpr float kRounder = 12582912.0f; // adding it leaves no bits for a fraction
    const Floats lowest = Floats{} - 87.0f;
    x = x > lowest ? x : lowest;
    const Floats shifted = x * kLog2E + kRounder;
    const Floats turns = shifted - kRounder;
    const Floats r = (x - turns * kLn2High) - turns * kLn2Low;
    const Floats p =
        1.0f
        + r
              * (1.0f
                 + r
                       * (0.5f
                          + r
                                * (1.6666665459e-1f
                                   + r * (4.1665795894e-2f + r * (8.3334519073e-3f + r * 1.3981999507e-3f)))));
    const Ints exponent = (__builtin_convertvector(turns, Ints) + 127) << 23;
    Floats scale;
    std::memcpy(&scale, &exponent, sizeof scale);
    x = p * scale;
}

/// Scores of `Queries` queries from `first` on: every key is widened once for all of them.
template<class Element, int Queries>
OTTAVA_INLINE void scoresOf(const GroupAttention& group, std::int64_t first) {
    const auto* keys = static_cast<const Element*>(group.keys);
    const float* queries = group.query + first * group.headDim;
    const float scale = 1.0f / std::sqrt(static_cast<float>(group.headDim));
    for (std::int64_t token = 0; token < group.length; ++token) {
        Floats total[Queries] = {};
        for (std::int64_t d = 0; d < group.headDim; d += kLanes) {
            Floats key;
            load(keys + token * group.headDim + d, key);
            for (int q = 0; q < Queries; ++q) {
                Floats query;
                load(queries + q * group.headDim + d, query);
                total[q] += key * query;
            }
        }
        for (int q = 0; q < Queries; ++q)
            group.scores[(first + q) * group.stride + token] = sum(total[q]) * scale;
    }
}

OTTAVA_INLINE void softmax(float* scores, std::int64_t length) {
    const float largest = *std::max_element(scores, scores + length);
    const auto padded = (length + kLanes - 1) / kLanes * kLanes;
    std::fill(scores + length, scores + padded, largest - 1000.0f);
    Floats total = {};
    for (std::int64_t token = 0; token < padded; token += kLanes) {
        Floats x;
        load(scores + token, x);
        x -= largest;
        exponential(x);
        total += x;
        std::memcpy(scores + token, &x, sizeof x);
    }
    const float inverse = 1.0f / sum(total);
    for (std::int64_t token = 0; token < length; ++token)
        scores[token] *= inverse;
}

/// out += Σ scores · values over `Tokens` tokens from `token` on, so that `out` is touched once for all of them.
template<class Element, int Tokens>
OTTAVA_INLINE void addValues(const GroupAttention& group, std::int64_t token) {
    const auto* values = static_cast<const Element*>(group.values) + token * group.headDim;
    for (std::int64_t d = 0; d < group.headDim; d += kLanes) {
        Floats value[Tokens];
        for (int t = 0; t < Tokens; ++t)
            load(values + t * group.headDim + d, value[t]);
        for (std::int64_t q = 0; q < group.queries; ++q) {
            float* out = group.out + q * group.headDim + d;
            Floats total;
            load(out, total);
            for (int t = 0; t < Tokens; ++t)
                total += group.scores[q * group.stride + token + t] * value[t];
            std::memcpy(out, &total, sizeof total);
        }
    }
}

template<class Element>
OTTAVA_INLINE void attendTo(const GroupAttention& group) {
    constexpr int kTokens = 4;
    std::int64_t query = 0;
    for (; query + 2 <= group.queries; query += 2)
        scoresOf<Element, 2>(group, query);
    if (query < group.queries)
        scoresOf<Element, 1>(group, query);
    for (std::int64_t q = 0; q < group.queries; ++q)
        softmax(group.scores + q * group.stride, group.length);
    std::fill_n(group.out, group.queries * group.headDim, 0.0f);
    std::int64_t token = 0;
    for (; token + kTokens <= group.length; token += kTokens)
        addValues<Element, kTokens>(group, token);
    for (; token < group.length; ++token)
        addValues<Element, 1>(group, token);
}

/// silu(x) = x / (1 + e^−x); the exponential takes −|x|, so that it never overflows.
OTTAVA_INLINE void gateAll(float* gate, const float* up, std::int64_t size) {
    std::int64_t i = 0;
    for (; i + kLanes <= size; i += kLanes) {
        Floats x, other;
        load(gate + i, x);
        load(up + i, other);
        const Floats zero = {};
        Floats e = x > zero ? -x : x;
        exponential(e);
        const Floats sigmoid = (x > zero ? zero + 1.0f : e) / (1.0f + e);
        x = x * sigmoid * other;
        std::memcpy(gate + i, &x, sizeof x);
    }
    for (; i < size; ++i)
        gate[i] = gate[i] / (1.0f + std::exp(-gate[i])) * up[i];
}

OTTAVA_INLINE void normAll(float* x, const float* added, const float* weight, std::int64_t size, double eps,
                           float* out) {
    Floats total = {};
    float rest = 0;
    std::int64_t i = 0;
    for (; i + kLanes <= size; i += kLanes) {
        Floats v;
        load(x + i, v);
        if (added != nullptr) {
            Floats more;
            load(added + i, more);
            v += more;
            std::memcpy(x + i, &v, sizeof v);
        }
        total += v * v;
    }
    for (; i < size; ++i) {
        if (added != nullptr)
            x[i] += added[i];
        rest += x[i] * x[i];
    }
    const float mean = (sum(total) + rest) / static_cast<float>(size);
    const float factor = 1.0f / std::sqrt(mean + static_cast<float>(eps));
    for (i = 0; i + kLanes <= size; i += kLanes) {
        Floats v, w;
        load(x + i, v);
        load(weight + i, w);
        v = v * factor * w;
        std::memcpy(out + i, &v, sizeof v);
    }
    for (; i < size; ++i)
        out[i] = x[i] * factor * weight[i];
}

/// Two equal halves turn by the angles whose cosines and sines are given for each of them.
OTTAVA_INLINE void rotateAll(float* head, const float* cos, const float* sin, std::int64_t half) {
    std::int64_t i = 0;
    for (; i + kLanes <= half; i += kLanes) {
        Floats low, high, c, s;
        load(head + i, low);
        load(head + half + i, high);
        load(cos + i, c);
        load(sin + i, s);
        const Floats turnedLow = low * c - high * s, turnedHigh = high * c + low * s;
        std::memcpy(head + i, &turnedLow, sizeof turnedLow);
        std::memcpy(head + half + i, &turnedHigh, sizeof turnedHigh);
    }
    for (; i < half; ++i) {
        const float low = head[i], high = head[i + half];
        head[i] = low * cos[i] - high * sin[i];
        head[i + half] = high * cos[i] + low * sin[i];
    }
}

struct Kernels {
    void (*attendFp32)(const GroupAttention&);
    void (*attendBf16)(const GroupAttention&);
    void (*gate)(float*, const float*, std::int64_t);
    void (*norm)(float*, const float*, const float*, std::int64_t, double, float*);
    void (*rotate)(float*, const float*, const float*, std::int64_t);
};

struct Portable {
    static void attendFp32(const GroupAttention& group) { attendTo<float>(group); }
    static void attendBf16(const GroupAttention& group) { attendTo<std::uint16_t>(group); }
    static void gate(float* x, const float* up, std::int64_t size) { gateAll(x, up, size); }
    static void norm(float* x, const float* added, const float* weight, std::int64_t size, double eps, float* out) {
        normAll(x, added, weight, size, eps, out);
    }
    static void rotate(float* head, const float* cos, const float* sin, std::int64_t half) {
        rotateAll(head, cos, sin, half);
    }
};

#if defined(__x86_64__)
struct Avx2 {
    OTTAVA_AVX2 static void attendFp32(const GroupAttention& group) { attendTo<float>(group); }
    OTTAVA_AVX2 static void attendBf16(const GroupAttention& group) { attendTo<std::uint16_t>(group); }
    OTTAVA_AVX2 static void gate(float* x, const float* up, std::int64_t size) { gateAll(x, up, size); }
    OTTAVA_AVX2 static void norm(float* x, const float* added, const float* weight, std::int64_t size, double eps,
                                 float* out) {
        normAll(x, added, weight, size, eps, out);
    }
    OTTAVA_AVX2 static void rotate(float* head, const float* cos, const float* sin, std::int64_t half) {
        rotateAll(head, cos, sin, half);
    }
};

struct Avx512 {
    OTTAVA_AVX512 static void attendFp32(const GroupAttention& group) { attendTo<float>(group); }
    OTTAVA_AVX512 static void attendBf16(const GroupAttention& group) { attendTo<std::uint16_t>(group); }
    OTTAVA_AVX512 static void gate(float* x, const float* up, std::int64_t size) { gateAll(x, up, size); }
    OTTAVA_AVX512 static void norm(float* x, const float* added, const float* weight, std::int64_t size, double eps,
                                   float* out) {
        normAll(x, added, weight, size, eps, out);
    }
    OTTAVA_AVX512 static void rotate(float* head, const float* cos, const float* sin, std::int64_t half) {
        rotateAll(head, cos, sin, half);
    }
};
#endif

template<class Level>
Kernels kernelsOf() {
    return {Level::attendFp32, Level::attendBf16, Level::gate, Level::norm, Level::rotate};
}

const Kernels& kernels() {
    static const Kernels chosen = [] {
#if defined(__x86_64__)
        if (vectorLevel() >= VectorLevel::Avx512)
            return kernelsOf<Avx512>();
        if (vectorLevel() == VectorLevel::Avx2)
            return kernelsOf<Avx2>();
#endif
        return kernelsOf<Portable>();
    }();
    return chosen;
}

} // namespace

void addRmsNorm(float* x, const float* added, const float* weight, std::int64_t size, double eps, float* out) {
    kernels().norm(x, added, weight, size, eps, out);
}

void gateWithSilu(float* gate, const float* up, std::int64_t size) {
    kernels().gate(gate, up, size);
}

void HeadTransform::operator()(float* head) const {
    addRmsNorm(head, nullptr, weight, headDim, eps, head);
    kernels().rotate(head, cos, sin, headDim / 2);
}

void attend(const GroupAttention& group, bool storedAsBf16) {
    (storedAsBf16 ? kernels().attendBf16 : kernels().attendFp32)(group);
}

void store(const float* x, std::int64_t size, void* out, bool asBf16) {
    if (asBf16)
        narrow(x, size, static_cast<std::uint16_t*>(out));
    else
        std::copy_n(x, size, static_cast<float*>(out));
}

} // namespace ottava::nn
