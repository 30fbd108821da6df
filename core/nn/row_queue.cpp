#include "core/nn/row_queue.h"

#include <ATen/ops/empty.h>

#include <algorithm>
#include <cstring>

namespace ottava::nn {
namespace {

std::size_t bytesOf(std::int64_t numbers) {
    return static_cast<std::size_t>(numbers) * sizeof(float);
}

} // namespace

RowQueue::RowQueue(std::int64_t width, std::int64_t zeros)
    : width_(width), rows_(at::empty({0, width}, at::TensorOptions{}.dtype(at::kFloat))) {
    appendZeros(zeros);
}

const float* RowQueue::data() const {
    return rows_.const_data_ptr<float>() + first_ * width_;
}

float* RowQueue::append(std::int64_t count) {
    const auto kept = size();
    if (last_ + count > rows_.size(0)) {
        auto room = rows_;
        if (kept + count > rows_.size(0))
            room = at::empty({kept + count, width_}, rows_.options());
        std::memmove(room.mutable_data_ptr<float>(), data(), bytesOf(kept * width_));
        rows_ = room;
        first_ = 0;
        last_ = kept;
    }
    auto* added = rows_.mutable_data_ptr<float>() + last_ * width_;
    last_ += count;
    return added;
}

void RowQueue::appendZeros(std::int64_t count) {
    if (count > 0)
        std::memset(append(count), 0, bytesOf(count * width_));
}

void RowQueue::drop(std::int64_t count) {
    first_ += count;
    if (first_ == last_)
        first_ = last_ = 0;
}

void RowQueue::erase(std::int64_t row, std::int64_t count) {
    auto* at = rows_.mutable_data_ptr<float>() + (first_ + row) * width_;
    std::memmove(at, at + count * width_, bytesOf((size() - row - count) * width_));
    last_ -= count;
}

} // namespace ottava::nn
