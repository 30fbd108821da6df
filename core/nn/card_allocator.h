#pragma once

#include <cstddef>

namespace ottava {

/// The memory of one graphics card as libtorch's allocator lends it. Any thread; throws c10::Error where the card
/// fails.
class CardAllocator {
public:
    virtual ~CardAllocator() = default;

    virtual std::size_t bytes() const = 0;     ///< what tensors hold now
    virtual std::size_t peakBytes() const = 0; ///< most since `restartPeak`
    virtual void restartPeak() = 0;

    /// The card as if it had no more than this for tensors, blocks that are kept for later included. 0: all of it.
    virtual void setLimit(std::size_t bytes) = 0;

    /// Blocks that no tensor uses become the system's again.
    virtual void returnMemory() = 0;
};

} // namespace ottava
