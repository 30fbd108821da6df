#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>

namespace ottava::nn {

/// Rows of a signal that wait to be read: appended at one end, dropped at the other, always contiguous, numbers of any
/// kind. On the CPU. Its memory grows to what was once needed and is then reused.
class RowQueue {
public:
    /// Begins with `zeros` rows of zeros: what a convolution sees before the signal.
    explicit RowQueue(std::int64_t rowBytes, std::int64_t zeros = 0);

    std::int64_t size() const { return last_ - first_; }
    const void* data() const;
    template<class Number>
    const Number* data() const {
        return static_cast<const Number*>(data());
    }
    /// Room for `count` more rows, which the caller fills. Invalidates earlier pointers.
    void* append(std::int64_t count);
    void appendZeros(std::int64_t count);
    /// Forgets rows at the front.
    void drop(std::int64_t count);
    /// Forgets rows at the back.
    void dropBack(std::int64_t count) { last_ -= count; }
    /// Forgets `count` rows from `row` on, and closes the gap.
    void erase(std::int64_t row, std::int64_t count);
    std::size_t bytes() const { return rows_.nbytes(); }

private:
    std::int64_t rowBytes_, first_ = 0, last_ = 0;
    at::Tensor rows_; ///< [capacity, bytes of a row]
};

} // namespace ottava::nn
