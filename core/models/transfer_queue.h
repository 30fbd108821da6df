#pragma once

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

namespace ottava {

/// Copies from main memory into slots on a device while the device works on something else. What is said here holds in
/// the order of calls; a device that takes orders ahead keeps it without anybody waiting. One thread.
class TransferQueue {
public:
    static constexpr std::size_t kSlots = 2;

    virtual ~TransferQueue() = default;

    /// Main memory from which copies to the device are fast, in bytes.
    virtual at::Tensor hostMemory(std::int64_t bytes) = 0;

    /// Begins to copy `pieces` into `place`, one after another, when all work before the slot's last `release` is done.
    /// A copy into the slot that is still under way is over before.
    virtual void send(std::size_t slot, const at::Tensor& place, const std::vector<at::Tensor>& pieces) = 0;

    /// Work that the device is given from now on waits until the slot's last copy is complete.
    virtual void await(std::size_t slot) = 0;

    /// Work that the device was given so far is the last that uses what lies in the slot.
    virtual void release(std::size_t slot) = 0;

    /// Returns when no copy is under way.
    virtual void finish() noexcept = 0;
};

using MakeTransferQueue = std::function<std::unique_ptr<TransferQueue>(at::Device device)>;

/// For a graphics card: copies on a stream of their own, from page-locked memory. For the processor, which stands in
/// for a card: copies at once.
std::unique_ptr<TransferQueue> transferQueue(at::Device device);

/// `pieces` into `place`, one after another: what every queue does sooner or later.
void copyPieces(const at::Tensor& place, const std::vector<at::Tensor>& pieces, bool nonBlocking);

} // namespace ottava
