#include "core/models/dit_offload.h"

#include <variant>

namespace ottava {
namespace {

/// Copies of tensors on a device.
class Mover {
public:
    explicit Mover(at::Device device) : device_(device) {}

    void operator()(at::Tensor& tensor) const {
        tensor = tensor.to(tensor.options().device(device_), /*non_blocking=*/false, /*copy=*/true);
    }
    void operator()(nn::Linear& linear) const {
        (*this)(linear.weight);
        if (linear.bias)
            (*this)(*linear.bias);
        if (linear.adapter)
            std::visit([this](auto& factors) { move(factors); }, linear.adapter->factors);
    }
    void operator()(nn::RmsNorm& norm) const { (*this)(norm.weight); }
    void operator()(nn::Attention& attention) const {
        for (auto* linear : {&attention.qProj, &attention.kProj, &attention.vProj, &attention.oProj})
            (*this)(*linear);
        (*this)(attention.qNorm);
        (*this)(attention.kNorm);
    }
    void operator()(TimestepEmbedding& embedding) const {
        for (auto* linear : {&embedding.linear1, &embedding.linear2, &embedding.timeProj})
            (*this)(*linear);
    }
    void operator()(DitLayer& layer) const {
        for (auto* norm : {&layer.selfNorm, &layer.crossNorm, &layer.mlpNorm})
            (*this)(*norm);
        (*this)(layer.selfAttention);
        (*this)(layer.crossAttention);
        for (auto* linear : {&layer.mlp.gate, &layer.mlp.up, &layer.mlp.down})
            (*this)(*linear);
        (*this)(layer.scaleShiftTable);
    }

private:
    void move(LowRankDelta& delta) const {
        (*this)(delta.down);
        (*this)(delta.up);
    }
    void move(KroneckerDelta& delta) const {
        (*this)(delta.outer);
        (*this)(delta.inner);
    }

    at::Device device_;
};

} // namespace

Dit layerByLayer(Dit dit, at::Device device) {
    const Mover move{device};
    for (auto* linear : {&dit.projIn, &dit.projOut, &dit.conditionEmbedder})
        move(*linear);
    move(dit.timeEmbed);
    move(dit.timeEmbedR);
    move(dit.normOut);
    move(dit.scaleShiftTable);
    dit.layers.fetchBy([move](const DitLayer& stored) {
        auto visiting = stored;
        move(visiting);
        return visiting;
    });
    return dit;
}

} // namespace ottava
