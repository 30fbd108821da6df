#include "core/audio/ring_buffer.h"

#include <algorithm>
#include <bit>

namespace ottava {

RingBuffer::RingBuffer(std::size_t capacity)
    : data_(std::bit_ceil(std::max<std::size_t>(capacity, 1))), mask_(data_.size() - 1) {}

// Both counters only ever grow (wrapping around together), so a full ring and an empty one need no spare slot to be
// told apart. Each side reads its own counter relaxed and the other's with acquire: what the other side did to the
// samples before its release is then visible.

std::size_t RingBuffer::write(std::span<const float> samples) noexcept {
    const auto written = written_.load(std::memory_order_relaxed);
    const auto used = written - readSoFar_.load(std::memory_order_acquire);
    const auto count = std::min(samples.size(), data_.size() - used);
    const auto begin = written & mask_;
    const auto beforeWrap = std::min(count, data_.size() - begin);
    std::copy_n(samples.begin(), beforeWrap, data_.data() + begin);
    std::copy_n(samples.data() + beforeWrap, count - beforeWrap, data_.data());
    written_.store(written + count, std::memory_order_release);
    return count;
}

std::size_t RingBuffer::read(std::span<float> samples) noexcept {
    const auto readSoFar = readSoFar_.load(std::memory_order_relaxed);
    const auto count = std::min(samples.size(), written_.load(std::memory_order_acquire) - readSoFar);
    const auto begin = readSoFar & mask_;
    const auto beforeWrap = std::min(count, data_.size() - begin);
    std::copy_n(data_.data() + begin, beforeWrap, samples.begin());
    std::copy_n(data_.data(), count - beforeWrap, samples.data() + beforeWrap);
    readSoFar_.store(readSoFar + count, std::memory_order_release);
    return count;
}

std::size_t RingBuffer::skip(std::size_t sampleCount) noexcept {
    const auto readSoFar = readSoFar_.load(std::memory_order_relaxed);
    const auto count = std::min(sampleCount, written_.load(std::memory_order_acquire) - readSoFar);
    readSoFar_.store(readSoFar + count, std::memory_order_release);
    return count;
}

std::size_t RingBuffer::readable() const noexcept {
    // The reader's counter first: read the other way round, it could overtake an older value of the writer's.
    const auto readSoFar = readSoFar_.load(std::memory_order_acquire);
    return written_.load(std::memory_order_acquire) - readSoFar;
}

std::size_t RingBuffer::writable() const noexcept {
    // From a third thread both counters may move between the two loads; the sides themselves get exact answers.
    return data_.size() - std::min(data_.size(), readable());
}

} // namespace ottava
