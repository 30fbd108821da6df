#pragma once

#include "core/nn/tile_kernels.h"

namespace ottava::nn {

/// A row of numbers as words. int8 is rounded in groups of kGroupNumbers, each with a scale of its own: one number that
/// is far larger than the others costs its group alone its precision.
struct WordsOfRow {
    std::uint32_t* words = nullptr;
    float* scales = nullptr;      ///< int8: one a group
    std::int32_t* sums = nullptr; ///< int8: Σ of the rounded numbers, one a group
};

constexpr std::int64_t kGroupNumbers = 512;

constexpr std::int64_t wordsFor(std::int64_t numbers, TileFormat format) {
    return (numbers + numbersPerWord(format) - 1) / numbersPerWord(format);
}
constexpr std::int64_t groupsFor(std::int64_t numbers, TileFormat format) {
    return format == TileFormat::Int8 ? (numbers + kGroupNumbers - 1) / kGroupNumbers : 1;
}

/// x [size] → words; what is missing in the last word is zero. int8 numbers are signed here.
void packRow(const float* x, std::int64_t size, TileFormat format, const WordsOfRow& out);

/// rows [count][stride] words → out [words][lanes]: neighbours in `out` are the same word of different rows. Rows from
/// `count` on are zero.
void interleave(const std::uint32_t* rows, std::int64_t stride, std::int64_t count, std::int64_t words,
                std::int64_t lanes, std::uint32_t* out);

} // namespace ottava::nn
