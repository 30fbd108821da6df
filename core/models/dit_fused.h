#pragma once

#include "core/nn/attention.h"
#include "core/nn/transformer.h"

#include <vector>

namespace ottava {

struct DitLayer;

/// Memory that the layers of an evaluation pass on to one another.
struct DitWorkspace {
    nn::PackedRows rows, innerRows;
    nn::PackedKeyValue context;
    nn::Scratch query, key, value, attended, inner;

    std::int64_t nbytes() const {
        return rows.nbytes() + innerRows.nbytes() + context.nbytes() + query.nbytes() + key.nbytes() + value.nbytes()
               + attended.nbytes() + inner.nbytes();
    }
};

/// What all layers of one evaluation share.
struct DitStep {
    at::Tensor modulation;     ///< [B, 6, H], of time; float32 for fused layers
    nn::Rotary rotary;         ///< in the model's type; float32 for fused layers
    nn::AttentionMask sliding; ///< of layers that slide
    std::int64_t window = 0;   ///< of layers that slide; 0: the sequence is no longer than that
    bool flash = true;
    std::shared_ptr<DitWorkspace> workspace{}; ///< fused layers only
};

/// The small weights of a layer in float32: between its products, a fused layer counts in float32 whatever the model's
/// precision.
struct FusedDitWeights {
    nn::RmsNorm selfNorm, crossNorm, mlpNorm;
    nn::RmsNorm selfQueryNorm, selfKeyNorm, crossQueryNorm, crossKeyNorm;
    at::Tensor scaleShiftTable; ///< [1, 6, H]
};

/// One layer whose weights are packed, as few passes over memory as products need: norms and modulations are computed
/// where a product's input is packed, gates and residuals where its output is written. Works on hidden states
/// [B, N, H] in float32, in place.
class FusedDitLayer {
public:
    FusedDitLayer(const DitLayer& layer, const DitStep& step, at::Tensor& hidden);

    void selfAttention(bool slides);
    void crossAttention(const nn::KeyValue& condition);
    void mlp();

private:
    /// A linear layer and where its output goes.
    struct Projection {
        const nn::Linear* linear = nullptr;
        nn::TileFinish finish{};
    };
    /// One part of the modulation: [B] rows of H numbers, `kParts` · H apart.
    const float* part(std::int64_t index) const;
    nn::RowSource normed(const nn::RmsNorm& norm, std::int64_t shiftPart) const;
    nn::RowSource normed(const nn::RmsNorm& norm) const;
    void project(const nn::RowSource& source, std::int64_t width, std::vector<Projection> projections);
    void addProduct(const nn::Linear& linear, const float* from, const float* gate);
    void attend(const nn::RmsNorm& queryNorm, nn::FlashAttention attention, const nn::Rotary* rotary);
    void mlpRows(std::int64_t first, std::int64_t last, const at::Tensor& left, const at::Tensor& right);
    nn::HeadRows heads(const float* data, std::int64_t count) const;

    const DitLayer& layer_;
    const FusedDitWeights& weights_;
    const DitStep& step_;
    at::Tensor& hidden_;
    DitWorkspace& space_;
    at::Tensor modulation_; ///< the layer's own, [B, 6, H]
    std::int64_t batch_, length_, width_;
};

/// Keys and values of a condition, `embedded` [B, S, H], for layers that attend by flash attention.
nn::KeyValue packCondition(const DitLayer& layer, const at::Tensor& embedded);

} // namespace ottava
