#pragma once

#include "core/nn/packed_rows.h"

namespace ottava::nn {

/// What is done to every head of queries and keys before they meet: RMS norm, then rotation by position.
struct HeadNorm {
    const float* weight = nullptr; ///< [headDim]; none: heads are taken as they are
    double eps = 1e-6;
    const float* cos = nullptr; ///< [length, headDim], two equal halves; none: not rotated
    const float* sin = nullptr;
};

/// x [B · T, stride] float32; heads lie side by side in a row.
struct HeadRows {
    const float* data = nullptr;
    std::int64_t stride = 0, batch = 1, length = 0, heads = 1, headDim = 128;
};

/// Keys and values as the tile kernels read them. Each head: keys [panel][words of headDim][kTileRows tokens], values
/// [panel of headDim][words of tokens][kTileRows].
class PackedKeyValue {
public:
    /// Keys and values of the same shape; keys are normalised (and rotated) on the way in.
    void fill(const HeadRows& keys, const HeadRows& values, const HeadNorm& norm, TileFormat format);

    TileFormat format() const { return format_; }
    std::int64_t batch() const { return batch_; }
    std::int64_t heads() const { return heads_; }
    std::int64_t length() const { return length_; }
    std::int64_t headDim() const { return headDim_; }
    std::int64_t keyPanels() const { return (length_ + kTileRows - 1) / kTileRows; }
    std::int64_t keyWords() const { return wordsFor(headDim_, format_); }
    /// Values lie in as few panels as hold them, all of (almost) the same height.
    std::int64_t valuePanels() const { return (headDim_ + kTileRows - 1) / kTileRows; }
    std::int64_t valueRows() const { return (headDim_ + valuePanels() - 1) / valuePanels(); }
    std::int64_t panelValueWords() const { return wordsFor(kTileRows, format_); } ///< of the tokens of a key panel
    std::int64_t valueWords() const { return keyPanels() * panelValueWords(); }
    std::int64_t nbytes() const { return keyMemory_.nbytes() + valueMemory_.nbytes(); }

    const std::uint32_t* keys(std::int64_t item, std::int64_t head) const {
        return keys_ + (item * heads_ + head) * keyPanels() * keyWords() * kTileRows;
    }
    const std::uint32_t* values(std::int64_t item, std::int64_t head) const {
        return values_ + (item * heads_ + head) * valuePanels() * valueWords() * kTileRows;
    }

private:
    void fillPanel(const HeadRows& keys, const HeadRows& values, const HeadNorm& norm, std::int64_t task);
    void fillValues(const HeadRows& values, std::int64_t item, std::int64_t head, std::int64_t panel);

    TileFormat format_ = TileFormat::Fp32;
    std::int64_t batch_ = 0, heads_ = 0, length_ = 0, headDim_ = 0;
    Scratch keyMemory_, valueMemory_;
    std::uint32_t* keys_ = nullptr;
    std::uint32_t* values_ = nullptr;
};

/// softmax(q kᵀ / √headDim) v without ever holding all scores: memory grows with the length, not with its square.
/// Queries are normalised (and rotated) on the way in. Query head h reads key head h / (heads / key heads); item i
/// reads key item i / (items / key items), so that one condition serves a whole batch. `window` > 0: token i sees token
/// j when |i − j| ≤ window, and only those are computed. `causal`: the queries are of the last tokens, and each sees
/// none after its own. out [B · T, heads · headDim]. Source: FlashAttention (Dao et al. 2022).
struct FlashAttention {
    HeadRows queries;
    HeadNorm norm;
    const PackedKeyValue* context = nullptr;
    std::int64_t firstItem = 0, itemCount = 0; ///< of the context's items; count 0: all
    std::int64_t window = 0;
    bool causal = false; ///< without a window
    float* out = nullptr;

    void run() const;
};

} // namespace ottava::nn
