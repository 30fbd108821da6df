#pragma once

#include "core/models/transfer_queue.h"

#include <array>
#include <memory>
#include <optional>
#include <vector>

namespace ottava {

/// Bytes of layers that visit a device in turn: while one works out of one slot, the next is copied into the other.
/// Slots are as large as the largest layer and taken from the device at the first visit. One thread.
class LayerSlots {
public:
    /// layers: what each consists of, in memory of the queue's own. Queue and device: where they visit.
    LayerSlots(std::shared_ptr<TransferQueue> queue, at::Device device, std::vector<std::vector<at::Tensor>> layers);
    ~LayerSlots();
    LayerSlots(const LayerSlots&) = delete;
    LayerSlots& operator=(const LayerSlots&) = delete;

    /// In which slot the layer is, for work that begins now and ends before the next visit. The layer after it, or the
    /// first one after the last, is under way then.
    std::size_t visit(std::size_t layer);

    /// The bytes of a slot, after a first visit.
    const at::Tensor& place(std::size_t slot) const { return places_[slot]; }
    std::int64_t slotBytes() const { return slotBytes_; }

private:
    static constexpr std::size_t kSlots = TransferQueue::kSlots;

    void takePlaces();
    std::size_t bring(std::size_t layer);
    void send(std::size_t slot, std::size_t layer);

    std::shared_ptr<TransferQueue> queue_;
    at::Device device_;
    std::vector<std::vector<at::Tensor>> layers_;
    std::int64_t slotBytes_ = 0;
    std::array<at::Tensor, kSlots> places_;
    std::array<std::optional<std::size_t>, kSlots> holds_; ///< the layer that is there or on its way
    std::optional<std::size_t> inUse_;                     ///< the slot that work may read
};

} // namespace ottava
