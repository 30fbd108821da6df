#include "core/nn/sliding_product.h"

#include "core/nn/lanes.h"

#include <ATen/Parallel.h>
#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/constant_pad_nd.h>
#include <ATen/ops/empty.h>

#include <algorithm>
#include <cstring>
#include <vector>

namespace ottava::nn {
namespace {

constexpr std::int64_t kPanel = 64;       ///< columns of a panel
constexpr std::int64_t kNarrow = 16;      ///< a panel's width is a multiple of this
constexpr std::int64_t kTaskRows = 96;    ///< rows of one unit of work
constexpr std::int64_t kChunkDepth = 512; ///< window elements at a time: their weights stay in the second cache

template<int Lanes>
using Vector [[gnu::vector_size(Lanes * 4)]] = float;

template<int Lanes>
OTTAVA_INLINE void loadVector(const float* p, Vector<Lanes>& v) {
    std::memcpy(&v, p, sizeof v);
}

template<int Lanes>
OTTAVA_INLINE void storeVector(const Vector<Lanes>& v, float* p) {
    std::memcpy(p, &v, sizeof v);
}

/// Part of the windows, as a kernel takes it at a time.
struct Chunk {
    std::int64_t firstTap, lastTap, begin, end; ///< [begin, end) within each of the taps
};

/// One unit of work: some rows against one panel.
struct PanelTask {
    const float* x;
    const Windows& windows;
    const float* panel; ///< [size, width]
    std::int64_t width;
    float* sums; ///< [kTaskRows, kPanel]
};

/// Adds a chunk to `Rows` × `Vectors` · `Lanes` sums. Its own sum begins at zero, in registers: sums of sums round less.
template<int Lanes, int Rows, int Vectors>
OTTAVA_INLINE void accumulate(const PanelTask& task, const Chunk& chunk, std::int64_t row, std::int64_t column) {
    Vector<Lanes> total[Rows][Vectors];
    float* sums = task.sums + row * kPanel + column;
#pragma GCC unroll 8
    for (int r = 0; r < Rows; ++r)
#pragma GCC unroll 4
        for (int v = 0; v < Vectors; ++v)
            total[r][v] = Vector<Lanes>{};
    const auto step = task.windows.step;
    for (auto tap = chunk.firstTap; tap < chunk.lastTap; ++tap) {
        const float* x = task.x + row * step + tap * task.windows.tapStride;
        const float* weight = task.panel + (tap * task.windows.tapWidth + chunk.begin) * task.width + column;
        for (auto k = chunk.begin; k < chunk.end; ++k, weight += task.width) {
            Vector<Lanes> values[Vectors];
#pragma GCC unroll 4
            for (int v = 0; v < Vectors; ++v)
                loadVector<Lanes>(weight + v * Lanes, values[v]);
#pragma GCC unroll 8
            for (int r = 0; r < Rows; ++r) {
                const float input = x[r * step + k];
#pragma GCC unroll 4
                for (int v = 0; v < Vectors; ++v)
                    total[r][v] += values[v] * input;
            }
        }
    }
#pragma GCC unroll 8
    for (int r = 0; r < Rows; ++r)
#pragma GCC unroll 4
        for (int v = 0; v < Vectors; ++v) {
            float* sum = sums + r * kPanel + v * Lanes;
            if (chunk.firstTap > 0 || chunk.begin > 0) {
                Vector<Lanes> before;
                loadVector<Lanes>(sum, before);
                total[r][v] += before;
            }
            storeVector<Lanes>(total[r][v], sum);
        }
}

template<int Lanes, int Rows, int Vectors>
OTTAVA_INLINE void acrossPanel(const PanelTask& task, const Chunk& chunk, std::int64_t row) {
    std::int64_t column = 0;
    for (; column + Lanes * Vectors <= task.width; column += Lanes * Vectors)
        accumulate<Lanes, Rows, Vectors>(task, chunk, row, column);
    if constexpr (Lanes * Vectors > kNarrow)
        for (; column < task.width; column += kNarrow)
            accumulate<Lanes, Rows, kNarrow / Lanes>(task, chunk, row, column);
}

template<int Lanes, int Rows, int Vectors>
OTTAVA_INLINE void downRows(const PanelTask& task, const Chunk& chunk, std::int64_t rows) {
    std::int64_t row = 0;
    for (; row + Rows <= rows; row += Rows)
        acrossPanel<Lanes, Rows, Vectors>(task, chunk, row);
    for (; row < rows; ++row)
        acrossPanel<Lanes, 1, Vectors>(task, chunk, row);
}

/// Sums of all chunks, in the order of the window's elements.
template<int Lanes, int Rows, int Vectors>
OTTAVA_INLINE void sumWindows(const PanelTask& task, std::int64_t rows) {
    const auto& windows = task.windows;
    const auto together = std::max<std::int64_t>(1, kChunkDepth / windows.tapWidth);
    for (std::int64_t tap = 0; tap < windows.taps; tap += together)
        for (std::int64_t begin = 0; begin < windows.tapWidth; begin += kChunkDepth)
            downRows<Lanes, Rows, Vectors>(task,
                                           {tap, std::min(tap + together, windows.taps), begin,
                                            std::min(begin + kChunkDepth, windows.tapWidth)},
                                           rows);
}

/// x + sin²(f x) · m. sin² has the period π, so one polynomial around 0 is enough: |error| < 2e-7.
template<int Lanes>
OTTAVA_INLINE void snake(Vector<Lanes>& x, const Vector<Lanes>& frequency, const Vector<Lanes>& inverseMagnitude) {
    constexpr float kInversePi = 0.318309886f, kToNearest = 12'582'912.0f; // 1.5 · 2²³: sums with it are whole
    constexpr float kPiHigh = 3.140625f, kPiMiddle = 9.67502593994140625e-4f, kPiLow = 1.509957990978376432e-7f;
    const Vector<Lanes> z = frequency * x;
    const Vector<Lanes> turns = (z * kInversePi + kToNearest) - kToNearest;
    const Vector<Lanes> d = ((z - turns * kPiHigh) - turns * kPiMiddle) - turns * kPiLow; // [−π/2, π/2]
    const Vector<Lanes> q = d * d;
    const Vector<Lanes> sine =
        d
        + d * q
              * (-1.66666667e-1f
                 + q * (8.33333072e-3f + q * (-1.98408743e-4f + q * (2.75250403e-6f - q * 2.38681996e-8f))));
    x += sine * sine * inverseMagnitude;
}

struct Place {
    std::int64_t row, column, columns; ///< of the whole output
};

/// Stores one vector, or what of it lies within the output.
template<int Lanes>
OTTAVA_INLINE void storeWithin(const Vector<Lanes>& v, float* out, const Place& place) {
    float* p = out + place.row * place.columns + place.column;
    const auto left = place.columns - place.column;
    if (left >= Lanes)
        storeVector<Lanes>(v, p);
    else if (left > 0)
        std::memcpy(p, &v, static_cast<std::size_t>(left) * sizeof(float));
}

template<int Lanes>
OTTAVA_INLINE void finishVector(const float* sums, const Place& place, const Epilogue& epilogue) {
    Vector<Lanes> value;
    loadVector<Lanes>(sums, value);
    if (epilogue.bias) {
        Vector<Lanes> bias;
        loadVector<Lanes>(epilogue.bias + place.column, bias);
        value += bias;
    }
    if (epilogue.residual) {
        Vector<Lanes> residual{};
        const float* p = epilogue.residual + place.row * place.columns + place.column;
        if (place.columns - place.column >= Lanes)
            loadVector<Lanes>(p, residual);
        else if (place.columns > place.column)
            std::memcpy(&residual, p, static_cast<std::size_t>(place.columns - place.column) * sizeof(float));
        value += residual;
    }
    if (epilogue.plain)
        storeWithin<Lanes>(value, epilogue.plain, place);
    if (epilogue.snaked) {
        Vector<Lanes> frequency, inverseMagnitude;
        loadVector<Lanes>(epilogue.frequency + place.column, frequency);
        loadVector<Lanes>(epilogue.inverseMagnitude + place.column, inverseMagnitude);
        snake<Lanes>(value, frequency, inverseMagnitude);
        storeWithin<Lanes>(value, epilogue.snaked, place);
    }
}

struct TaskPlace {
    std::int64_t firstRow, rows, firstColumn, columns;
};

template<int Lanes, int Rows, int Vectors>
OTTAVA_INLINE void runTask(const PanelTask& task, const TaskPlace& place, const Epilogue& epilogue) {
    sumWindows<Lanes, Rows, Vectors>(task, place.rows);
    for (std::int64_t row = 0; row < place.rows; ++row)
        for (std::int64_t column = 0; column < task.width; column += Lanes)
            finishVector<Lanes>(task.sums + row * kPanel + column,
                                {place.firstRow + row, place.firstColumn + column, place.columns}, epilogue);
}

using Task = void (*)(const PanelTask&, const TaskPlace&, const Epilogue&);

void portableTask(const PanelTask& task, const TaskPlace& place, const Epilogue& epilogue) {
    runTask<4, 2, 4>(task, place, epilogue);
}

#if defined(__x86_64__)
OTTAVA_AVX2 void avx2Task(const PanelTask& task, const TaskPlace& place, const Epilogue& epilogue) {
    runTask<8, 6, 2>(task, place, epilogue);
}

OTTAVA_AVX512 void avx512Task(const PanelTask& task, const TaskPlace& place, const Epilogue& epilogue) {
    runTask<16, 6, 4>(task, place, epilogue);
}
#endif

Task taskOf(VectorLevel level) {
#if defined(__x86_64__)
    if (level >= VectorLevel::Avx512)
        return avx512Task;
    if (level == VectorLevel::Avx2)
        return avx2Task;
#else
    static_cast<void>(level);
#endif
    return portableTask;
}

std::int64_t paddedTo(std::int64_t count, std::int64_t unit) {
    return (count + unit - 1) / unit * unit;
}

} // namespace

PanelMatrix packPanels(const at::Tensor& matrix) {
    const auto size = matrix.size(0), columns = matrix.size(1);
    auto panels = at::empty({size * paddedTo(columns, kNarrow)}, matrix.options().dtype(at::kFloat));
    std::int64_t at = 0;
    for (std::int64_t column = 0; column < columns; column += kPanel) {
        const auto width = std::min(kPanel, paddedTo(columns - column, kNarrow));
        const auto last = std::min(columns, column + width);
        const auto part = at::constant_pad_nd(matrix.slice(1, column, last), {0, width - (last - column)});
        panels.slice(0, at, at + size * width).view({size, width}).copy_(part);
        at += size * width;
    }
    return {.panels = panels, .size = size, .columns = columns};
}

at::Tensor panelRow(const at::Tensor& values, std::int64_t columns) {
    const auto row = values.flatten().to(at::kFloat).repeat({columns / values.numel()});
    return at::constant_pad_nd(row, {0, paddedTo(columns, kNarrow) - columns}).contiguous();
}

void slidingProduct(const float* x, const Windows& windows, std::int64_t rows, const PanelMatrix& matrix,
                    const Epilogue& epilogue, VectorLevel level) {
    const auto panels = (matrix.columns + kPanel - 1) / kPanel;
    const auto blocks = (rows + kTaskRows - 1) / kTaskRows;
    const auto task = taskOf(level);
    const auto* weights = matrix.panels.const_data_ptr<float>();
    at::parallel_for(0, panels * blocks, /*grain_size=*/1, [&](std::int64_t begin, std::int64_t end) {
        alignas(64) float sums[kTaskRows * kPanel];
        for (auto i = begin; i < end; ++i) {
            const auto column = i / blocks * kPanel, row = i % blocks * kTaskRows;
            const auto width = std::min(kPanel, paddedTo(matrix.columns - column, kNarrow));
            task({x + row * windows.step, windows, weights + column * matrix.size, width, sums},
                 {row, std::min(kTaskRows, rows - row), column, matrix.columns}, epilogue);
        }
    });
}

void slidingProduct(const float* x, const Windows& windows, std::int64_t rows, const PanelMatrix& matrix,
                    const Epilogue& epilogue) {
    slidingProduct(x, windows, rows, matrix, epilogue, vectorLevel());
}

} // namespace ottava::nn
