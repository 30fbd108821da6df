#include "core/models/layer_slots.h"

#include "core/nn/tensor_memory.h"

#include <ATen/ops/empty.h>

#include <algorithm>
#include <utility>

namespace ottava {

LayerSlots::LayerSlots(std::shared_ptr<TransferQueue> queue, at::Device device,
                       std::vector<std::vector<at::Tensor>> layers)
    : queue_(std::move(queue)), device_(device), layers_(std::move(layers)) {
    for (const auto& pieces : layers_) {
        std::int64_t bytes = 0;
        for (const auto& piece : pieces)
            bytes += piece.size(0);
        slotBytes_ = std::max(slotBytes_, bytes);
    }
}

/// A copy that is under way must not end in memory that already belongs to somebody else.
LayerSlots::~LayerSlots() {
    queue_->finish();
}

void LayerSlots::takePlaces() {
    if (places_.back().defined())
        return;
    const tensor_memory::CardMemory card;
    for (std::size_t slot = 0; slot < kSlots; ++slot) {
        places_[slot] = at::empty({slotBytes_}, at::TensorOptions{}.dtype(at::kByte).device(device_));
        queue_->release(slot); // whoever had this memory before may not be done with it
    }
}

std::size_t LayerSlots::visit(std::size_t layer) {
    if (inUse_ && holds_[*inUse_] == layer)
        return *inUse_;
    takePlaces();
    if (inUse_) {
        queue_->release(*inUse_);
        holds_[*inUse_].reset();
        inUse_.reset();
    }
    const auto slot = bring(layer), other = 1 - slot;
    const auto next = (layer + 1) % layers_.size();
    if (next != layer && holds_[other] != next)
        send(other, next);
    queue_->await(slot);
    inUse_ = slot;
    return slot;
}

/// The slot that holds the layer, if need be from now on.
std::size_t LayerSlots::bring(std::size_t layer) {
    for (std::size_t slot = 0; slot < kSlots; ++slot)
        if (holds_[slot] == layer)
            return slot;
    const std::size_t slot = holds_[0] && !holds_[1] ? 1 : 0;
    send(slot, layer);
    return slot;
}

void LayerSlots::send(std::size_t slot, std::size_t layer) {
    holds_[slot].reset(); // should the copy fail, nothing is there
    queue_->send(slot, places_[slot], layers_[layer]);
    holds_[slot] = layer;
}

} // namespace ottava
