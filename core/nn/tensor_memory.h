#pragma once

#include <cstddef>
#include <functional>

namespace ottava {

/// What tensors take of main memory, counted at libtorch's allocator. Where the processor stands in for a graphics
/// card (MAX_CUDA_VRAM), what is allocated under a HostMemory counts as main memory, everything else as the card's.
/// Mapped weights are not allocated and not counted. Any thread.
namespace tensor_memory {

/// Puts the count in front of libtorch's allocator. Once a process is enough; tensors made before are not counted.
void install();

std::size_t cardBytes();     ///< now
std::size_t cardPeakBytes(); ///< most since `restartPeak`
void restartPeak();

/// The card's size while the processor stands in for it: an allocation beyond it throws c10::OutOfMemoryError. 0: none.
void setCardLimit(std::size_t bytes);

/// For tests: `refuses` is asked before each allocation on the card and may make it fail as a full card would. Empty:
/// nothing is refused. To be set while no model runs.
void refuse(std::function<bool(std::size_t bytes)> refuses);

/// What this thread allocates while it lives is main memory's, if `really`.
class HostMemory {
public:
    explicit HostMemory(bool really = true);
    ~HostMemory();
    HostMemory(const HostMemory&) = delete;
    HostMemory& operator=(const HostMemory&) = delete;

private:
    bool before_;
};

/// The opposite: within a HostMemory, what visits the card.
class CardMemory {
public:
    CardMemory();
    ~CardMemory();
    CardMemory(const CardMemory&) = delete;
    CardMemory& operator=(const CardMemory&) = delete;

private:
    bool before_;
};

} // namespace tensor_memory

} // namespace ottava
