#include "core/models/transfer_queue.h"

#include "core/base/log.h"
#include "core/nn/tensor_memory.h"

#include <ATen/core/CachingHostAllocator.h>
#include <ATen/ops/empty.h>
#include <c10/core/Event.h>
#include <c10/core/StreamGuard.h>
#include <c10/core/impl/VirtualGuardImpl.h>

#include <array>

namespace ottava {
namespace {

at::TensorOptions bytesOnHost() {
    return at::TensorOptions{}.dtype(at::kByte);
}

/// The processor as a card: every copy is complete when it is sent.
class PromptQueue final : public TransferQueue {
public:
    at::Tensor hostMemory(std::int64_t bytes) override {
        const tensor_memory::HostMemory host;
        return at::empty({bytes}, bytesOnHost());
    }
    void send(std::size_t, const at::Tensor& place, const std::vector<at::Tensor>& pieces) override {
        copyPieces(place, pieces, /*nonBlocking=*/false);
    }
    void await(std::size_t) override {}
    void release(std::size_t) override {}
    void finish() noexcept override {}
};

/// A device with streams: copies go along one, work along the device's current one, and events tie them together.
class StreamQueue final : public TransferQueue {
public:
    explicit StreamQueue(at::Device device)
        : device_(device),
          guard_(device.type()),
          copying_(guard_.getStreamFromGlobalPool(device)),
          copied_{c10::Event{device.type()}, c10::Event{device.type()}},
          released_{c10::Event{device.type()}, c10::Event{device.type()}} {}

    /// Page-locked memory is kept for later by its allocator: gigabytes that other programs would miss.
    ~StreamQueue() override {
        finish();
        if (pinned_)
            at::getHostAllocator(device_.type())->empty_cache();
    }

    StreamQueue(const StreamQueue&) = delete;
    StreamQueue& operator=(const StreamQueue&) = delete;

    at::Tensor hostMemory(std::int64_t bytes) override {
        if (lockable_) {
            try {
                auto memory = at::empty({bytes}, bytesOnHost().pinned_memory(true));
                pinned_ = true;
                return memory;
            } catch (const c10::Error& error) {
                lockable_ = false;
                log::warn("Main memory cannot be page-locked, copies to the card will be slower: {}",
                          error.what_without_backtrace());
            }
        }
        return at::empty({bytes}, bytesOnHost());
    }

    void send(std::size_t slot, const at::Tensor& place, const std::vector<at::Tensor>& pieces) override {
        released_[slot].block(copying_);
        const c10::StreamGuard onItsOwn{copying_};
        copyPieces(place, pieces, /*nonBlocking=*/true);
        copied_[slot].record(copying_);
    }
    void await(std::size_t slot) override { copied_[slot].block(working()); }
    void release(std::size_t slot) override { released_[slot].record(working()); }

    void finish() noexcept override {
        try {
            guard_.synchronizeStream(copying_);
        } catch (const c10::Error& error) { // the device is lost, and whoever uses it next is told
            log::error("Waiting for copies to {}: {}", device_.str(), error.what_without_backtrace());
        }
    }

private:
    c10::Stream working() const { return guard_.getStream(device_); }

    at::Device device_;
    c10::impl::VirtualGuardImpl guard_;
    c10::Stream copying_;
    std::array<c10::Event, kSlots> copied_, released_;
    bool lockable_ = true, pinned_ = false;
};

} // namespace

void copyPieces(const at::Tensor& place, const std::vector<at::Tensor>& pieces, bool nonBlocking) {
    std::int64_t offset = 0;
    for (const auto& piece : pieces) {
        place.narrow(0, offset, piece.size(0)).copy_(piece, nonBlocking);
        offset += piece.size(0);
    }
}

std::unique_ptr<TransferQueue> transferQueue(at::Device device) {
    if (device.is_cpu())
        return std::make_unique<PromptQueue>();
    return std::make_unique<StreamQueue>(device);
}

} // namespace ottava
