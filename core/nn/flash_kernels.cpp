#include "core/nn/flash_kernels.h"

#include "core/nn/lanes.h"

#include <algorithm>
#include <cmath>

namespace ottava::nn {
namespace {

constexpr float kUnseen = -3e38f, kLowest = -1e30f; ///< what is unseen stays far below the lowest that is kept

OTTAVA_INLINE void hideLater(const SoftmaxStep& step) {
    for (auto key = std::max<std::int64_t>(0, step.firstQuery + 1 - step.firstKey); key < step.realKeys; ++key) {
        const auto earlier = std::min(kTileColumns, step.firstKey + key - step.firstQuery); // queries before this key
        std::fill_n(step.scores + key * kTileColumns, earlier, kUnseen);
    }
}

/// Scores of keys that a query may not see become far too low to count.
OTTAVA_INLINE void hideUnseen(const SoftmaxStep& step) {
    for (auto key = step.realKeys; key < step.keys; ++key)
        std::fill_n(step.scores + key * kTileColumns, kTileColumns, kUnseen);
    if (step.causal)
        hideLater(step);
    if (step.window == 0)
        return;
    for (std::int64_t key = 0; key < step.realKeys; ++key) {
        const auto position = step.firstKey + key;
        if (position >= step.firstQuery + kTileColumns - 1 - step.window && position <= step.firstQuery + step.window)
            continue; // all of them see it
        for (std::int64_t query = 0; query < kTileColumns; ++query)
            if (std::abs(step.firstQuery + query - position) > step.window)
                step.scores[key * kTileColumns + query] = kUnseen;
    }
}

/// → the factor by which what was summed so far shrinks.
OTTAVA_INLINE void raiseLargest(const SoftmaxStep& step, std::int64_t lane, Floats& largest, Floats& shrink) {
    Floats before;
    load(step.largest + lane, before);
    largest = before;
    for (std::int64_t key = 0; key < step.keys; ++key) {
        Floats score;
        load(step.scores + key * kTileColumns + lane, score);
        largest = score > largest ? score : largest;
    }
    store(largest, step.largest + lane);
    shrink = before - largest;
    exponential(shrink);
}

OTTAVA_INLINE void weigh(const SoftmaxStep& step, std::int64_t lane, const Floats& largest, Floats& total) {
    const bool pairs = step.format == TileFormat::Bf16;
    for (std::int64_t key = 0; key < step.keys; key += pairs ? 2 : 1) {
        Floats even;
        load(step.scores + key * kTileColumns + lane, even);
        even -= largest;
        exponential(even);
        total += even;
        Words words;
        if (pairs) {
            Floats odd;
            load(step.scores + (key + 1) * kTileColumns + lane, odd);
            odd -= largest;
            exponential(odd);
            total += odd;
            Words high;
            roundToBf16(even, words);
            roundToBf16(odd, high);
            words |= high << 16;
        } else {
            std::memcpy(&words, &even, sizeof words);
        }
        std::memcpy(step.weights + (pairs ? key / 2 : key) * kTileColumns + lane, &words, sizeof words);
    }
}

OTTAVA_INLINE void softmaxStep(const SoftmaxStep& step) {
    hideUnseen(step);
    for (std::int64_t lane = 0; lane < kTileColumns; lane += kLanes) {
        Floats largest, shrink, total;
        raiseLargest(step, lane, largest, shrink);
        load(step.total + lane, total);
        total *= shrink;
        weigh(step, lane, largest, total);
        store(total, step.total + lane);
        for (std::int64_t row = 0; row < step.outputRows; ++row) {
            Floats v;
            load(step.output + row * kTileColumns + lane, v);
            v *= shrink;
            store(v, step.output + row * kTileColumns + lane);
        }
    }
}

OTTAVA_INLINE void addAll(const float* tile, std::int64_t rows, float* sum) {
    for (std::int64_t i = 0; i < rows * kTileColumns; i += kLanes) {
        Floats v, more;
        load(sum + i, v);
        load(tile + i, more);
        v += more;
        store(v, sum + i);
    }
}

struct Kernels {
    void (*softmax)(const SoftmaxStep&);
    void (*add)(const float*, std::int64_t, float*);
};

struct Portable {
    static void softmax(const SoftmaxStep& step) { softmaxStep(step); }
    static void add(const float* tile, std::int64_t rows, float* sum) { addAll(tile, rows, sum); }
};
#if defined(__x86_64__)
struct Avx2 {
    OTTAVA_AVX2 static void softmax(const SoftmaxStep& step) { softmaxStep(step); }
    OTTAVA_AVX2 static void add(const float* tile, std::int64_t rows, float* sum) { addAll(tile, rows, sum); }
};
struct Avx512 {
    OTTAVA_AVX512 static void softmax(const SoftmaxStep& step) { softmaxStep(step); }
    OTTAVA_AVX512 static void add(const float* tile, std::int64_t rows, float* sum) { addAll(tile, rows, sum); }
};
#endif

template<class Level>
Kernels kernelsOf() {
    return {Level::softmax, Level::add};
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

void SoftmaxStep::operator()() const {
    kernels().softmax(*this);
}

void addTile(const float* tile, std::int64_t rows, float* sum) {
    kernels().add(tile, rows, sum);
}

} // namespace ottava::nn
