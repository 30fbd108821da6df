#pragma once

#include <atomic>
#include <cstddef>
#include <span>
#include <vector>

namespace ottava {

/// Lock-free ring of samples between exactly one writing and one reading thread. Neither side ever locks, allocates
/// or waits, so the reader may be the audio callback.
class RingBuffer {
public:
    /// Holds at least `capacity` samples (rounded up to a power of two).
    explicit RingBuffer(std::size_t capacity);

    /// Writer: copies as much of `samples` as there is room for; returns how many.
    std::size_t write(std::span<const float> samples) noexcept;
    /// Reader: fills as much of `samples` as there is; returns how many.
    std::size_t read(std::span<float> samples) noexcept;

    std::size_t readable() const noexcept;
    std::size_t writable() const noexcept;
    std::size_t capacity() const noexcept { return data_.size(); }

    /// Reader: drops up to `sampleCount` samples unheard; returns how many.
    std::size_t skip(std::size_t sampleCount) noexcept;

private:
    std::vector<float> data_;
    std::size_t mask_;
    alignas(64) std::atomic<std::size_t> written_{0};
    alignas(64) std::atomic<std::size_t> readSoFar_{0};
};

} // namespace ottava
