#include "core/models/dit_offload.h"

#include "core/models/dit_memory.h"
#include "core/models/layer_slots.h"

#include <array>
#include <optional>
#include <variant>

namespace ottava {
namespace {

using Tensors = std::vector<at::Tensor*>;

/// The tensors of parts of a DiT, in a fixed order; what an adapter added to them apart.
struct Contents {
    Tensors weights, added;
    std::vector<nn::Linear*> linears;

    void add(at::Tensor& tensor) { weights.push_back(&tensor); }
    void add(nn::Linear& linear) {
        TORCH_CHECK(!linear.packed, "packed layers do not visit");
        linears.push_back(&linear);
        add(linear.weight);
        if (linear.bias)
            add(*linear.bias);
        if (linear.adapter)
            std::visit([this](auto& factors) { addFactors(factors); }, linear.adapter->factors);
    }
    void add(nn::RmsNorm& norm) { add(norm.weight); }
    void add(nn::Attention& attention) {
        for (auto* linear : {&attention.qProj, &attention.kProj, &attention.vProj, &attention.oProj})
            add(*linear);
        add(attention.qNorm);
        add(attention.kNorm);
    }
    void add(TimestepEmbedding& embedding) {
        for (auto* linear : {&embedding.linear1, &embedding.linear2, &embedding.timeProj})
            add(*linear);
    }
    void add(DitLayer& layer) {
        for (auto* norm : {&layer.selfNorm, &layer.crossNorm, &layer.mlpNorm})
            add(*norm);
        add(layer.selfAttention);
        add(layer.crossAttention);
        for (auto* linear : {&layer.mlp.gate, &layer.mlp.up, &layer.mlp.down})
            add(*linear);
        add(layer.scaleShiftTable);
    }
    void addFactors(LowRankDelta& delta) { added.insert(added.end(), {&delta.down, &delta.up}); }
    void addFactors(KroneckerDelta& delta) { added.insert(added.end(), {&delta.outer, &delta.inner}); }
};

Contents contentsOf(DitLayer& layer) {
    Contents contents;
    contents.add(layer);
    return contents;
}

std::int64_t bytesOf(const at::Tensor& tensor) {
    return visitingBytes(static_cast<std::int64_t>(tensor.nbytes()));
}

std::int64_t bytesOf(const Tensors& tensors) {
    std::int64_t bytes = 0;
    for (const auto* tensor : tensors)
        bytes += bytesOf(*tensor);
    return bytes;
}

/// `like` as it lies in `memory` from `offset` on.
at::Tensor within(const at::Tensor& memory, std::int64_t offset, const at::Tensor& like) {
    return memory.narrow(0, offset, static_cast<std::int64_t>(like.nbytes()))
        .view(like.scalar_type())
        .view(like.sizes());
}

/// Moves the tensors into one piece of memory, of which they are views then.
at::Tensor gather(const Tensors& tensors, TransferQueue& queue) {
    auto memory = queue.hostMemory(bytesOf(tensors));
    std::int64_t offset = 0;
    for (auto* tensor : tensors) {
        const auto place = within(memory, offset, *tensor);
        place.copy_(*tensor);
        offset += bytesOf(*tensor);
        *tensor = place;
    }
    return memory;
}

/// Makes tensors that were gathered views of a copy of that memory, which begins at `offset`.
void relocate(const Tensors& tensors, const at::Tensor& copy, std::int64_t offset) {
    for (auto* tensor : tensors) {
        *tensor = within(copy, offset, *tensor);
        offset += bytesOf(*tensor);
    }
}

/// Layers gathered in main memory that visit a device through two slots.
class VisitingLayers final : public LayerSource<DitLayer> {
public:
    VisitingLayers(std::vector<DitLayer>& stored, at::Device device, const MakeTransferQueue& makeQueue)
        : VisitingLayers(device, makeQueue) {
        for (auto& layer : stored) {
            const auto contents = contentsOf(layer);
            gathered_.push_back({gather(contents.weights, *queue_)});
        }
        begin(stored);
    }

    const DitLayer& ready(std::size_t index) override {
        const auto slot = slots_->visit(index);
        auto& view = views_[index][slot];
        if (!view) {
            view = stored_[index];
            const auto contents = contentsOf(*view);
            relocate(contents.weights, slots_->place(slot), 0);
            relocate(contents.added, slots_->place(slot), bytesOf(contents.weights));
        }
        return *view;
    }

    std::shared_ptr<LayerSource<DitLayer>> renewed(std::vector<DitLayer>& stored) const override {
        const std::shared_ptr<VisitingLayers> other{new VisitingLayers{device_, makeQueue_}};
        for (const auto& pieces : gathered_)
            other->gathered_.push_back({pieces.front()});
        other->begin(stored);
        return other;
    }

private:
    VisitingLayers(at::Device device, const MakeTransferQueue& makeQueue)
        : device_(device), makeQueue_(makeQueue), queue_(makeQueue(device)) {}

    /// With the weights gathered, whoever gathered them.
    void begin(std::vector<DitLayer>& stored) {
        for (std::size_t index = 0; index < stored.size(); ++index)
            if (const auto contents = contentsOf(stored[index]); !contents.added.empty())
                gathered_[index].push_back(gather(contents.added, *queue_));
        stored_ = stored;
        views_.resize(stored_.size());
        slots_.emplace(queue_, device_, gathered_);
    }

    at::Device device_;
    MakeTransferQueue makeQueue_;
    std::shared_ptr<TransferQueue> queue_;          ///< the last to go: it owns the memory below
    std::vector<std::vector<at::Tensor>> gathered_; ///< of each layer: weights, what an adapter added
    std::vector<DitLayer> stored_;
    std::optional<LayerSlots> slots_;
    std::vector<std::array<std::optional<DitLayer>, TransferQueue::kSlots>> views_; ///< layers as they lie in the slots
};

/// Copies on the device. Adapters that come later are to come there, too.
void moveOutside(Dit& dit, at::Device device) {
    Contents outside;
    for (auto* linear : {&dit.projIn, &dit.projOut, &dit.conditionEmbedder})
        outside.add(*linear);
    outside.add(dit.timeEmbed);
    outside.add(dit.timeEmbedR);
    outside.add(dit.normOut);
    outside.add(dit.scaleShiftTable);
    for (auto* tensors : {&outside.weights, &outside.added})
        for (auto* tensor : *tensors)
            *tensor = tensor->to(tensor->options().device(device), /*non_blocking=*/false, /*copy=*/true);
    for (auto* linear : outside.linears)
        linear->options = linear->options.device(device);
}

} // namespace

Dit layerByLayer(Dit dit, at::Device device, const MakeTransferQueue& queue) {
    moveOutside(dit, device);
    dit.layers.bringBy(
        [&](std::vector<DitLayer>& stored) { return std::make_shared<VisitingLayers>(stored, device, queue); });
    return dit;
}

} // namespace ottava
