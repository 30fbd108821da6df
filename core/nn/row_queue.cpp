#include "core/nn/row_queue.h"

#include <ATen/ops/empty.h>

#include <cstring>

namespace ottava::nn {

RowQueue::RowQueue(std::int64_t rowBytes, std::int64_t zeros)
    : rowBytes_(rowBytes), rows_(at::empty({0, rowBytes}, at::TensorOptions{}.dtype(at::kByte))) {
    appendZeros(zeros);
}

const void* RowQueue::data() const {
    return rows_.const_data_ptr<std::uint8_t>() + first_ * rowBytes_;
}

void* RowQueue::append(std::int64_t count) {
    const auto kept = size();
    if (last_ + count > rows_.size(0)) {
        auto room = rows_;
        if (kept + count > rows_.size(0))
            room = at::empty({kept + count, rowBytes_}, rows_.options());
        if (kept > 0) // an empty tensor has no memory at all
            std::memmove(room.mutable_data_ptr<std::uint8_t>(), data(), static_cast<std::size_t>(kept * rowBytes_));
        rows_ = room;
        first_ = 0;
        last_ = kept;
    }
    auto* added = rows_.mutable_data_ptr<std::uint8_t>() + last_ * rowBytes_;
    last_ += count;
    return added;
}

void RowQueue::appendZeros(std::int64_t count) {
    if (count > 0)
        std::memset(append(count), 0, static_cast<std::size_t>(count * rowBytes_));
}

void RowQueue::drop(std::int64_t count) {
    first_ += count;
    if (first_ == last_)
        first_ = last_ = 0;
}

void RowQueue::erase(std::int64_t row, std::int64_t count) {
    auto* at = rows_.mutable_data_ptr<std::uint8_t>() + (first_ + row) * rowBytes_;
    std::memmove(at, at + count * rowBytes_, static_cast<std::size_t>((size() - row - count) * rowBytes_));
    last_ -= count;
}

} // namespace ottava::nn
