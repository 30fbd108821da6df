#pragma once

#include "core/nn/packing_kernels.h"

#include <ATen/core/Tensor.h>

#include <functional>
#include <vector>

namespace ottava::nn {

/// Writes row `row` of an activation to `out` in float32. Called from several threads at once.
using RowSource = std::function<void(std::int64_t row, float* out)>;

/// Memory that is kept from use to use and never filled in advance.
class Scratch {
public:
    template<class Value>
    Value* of(std::int64_t count) {
        return static_cast<Value*>(atLeast(count * static_cast<std::int64_t>(sizeof(Value))));
    }

    std::int64_t nbytes() const { return memory_.defined() ? memory_.size(0) : 0; }

private:
    void* atLeast(std::int64_t bytes);
    at::Tensor memory_;
};

/// Activations as tile kernels read them: panels of kTileRows rows, [panel][words][kTileRows]. What is computed on the
/// way in (a norm, a modulation) costs no pass over memory of its own.
class PackedRows {
public:
    void fill(std::int64_t rows, std::int64_t width, TileFormat format, const RowSource& source);

    std::int64_t rows() const { return rows_; }
    std::int64_t width() const { return width_; }
    TileFormat format() const { return format_; }
    std::int64_t panels() const { return (rows_ + kTileRows - 1) / kTileRows; }
    std::int64_t words() const { return wordsFor(width_, format_); }
    std::int64_t groups() const { return groupsFor(width_, format_); }
    const std::uint32_t* panel(std::int64_t index) const { return words_ + index * words() * kTileRows; }
    const float* scales(std::int64_t row) const { return scales_ + row * groups(); }    ///< int8: [groups]
    const std::int32_t* sums(std::int64_t row) const { return sums_ + row * groups(); } ///< int8: [groups]
    std::int64_t nbytes() const { return wordMemory_.nbytes() + scaleMemory_.nbytes() + sumMemory_.nbytes(); }

private:
    void fillPanel(std::int64_t panel, const RowSource& source, float* row, std::uint32_t* packed);

    std::int64_t rows_ = 0, width_ = 0;
    TileFormat format_ = TileFormat::Fp32;
    Scratch wordMemory_, scaleMemory_, sumMemory_;
    std::uint32_t* words_ = nullptr;
    float* scales_ = nullptr;
    std::int32_t* sums_ = nullptr;
};

} // namespace ottava::nn
