#pragma once

#include "core/nn/card_allocator.h"

#include <cstddef>
#include <functional>

namespace ottava {

/// What tensors take, counted at libtorch's allocators. Without a graphics card that is main memory: where the
/// processor stands in for a card (MAX_CUDA_VRAM), what is allocated under a HostMemory counts as main memory,
/// everything else as the card's; mapped weights are not allocated and not counted. Any thread.
namespace tensor_memory {

/// Puts the count in front of libtorch's allocator. Once a process is enough; tensors made before are not counted.
void install();

/// The card that counts from now on; null: the processor's memory. It must live as long as the process.
void setCard(CardAllocator* card);

std::size_t cardBytes();     ///< now
std::size_t cardPeakBytes(); ///< most since `restartPeak`
void restartPeak();

/// The card's size while it is simulated: an allocation beyond it throws c10::OutOfMemoryError. 0: none.
void setCardLimit(std::size_t bytes);

/// Gives back what the card's allocator keeps for later; nothing on the processor.
void returnCardMemory();

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
