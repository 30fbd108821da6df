#pragma once

#include "core/models/vae.h"
#include "core/nn/row_queue.h"
#include "core/nn/window_conv.h"

#include <optional>
#include <vector>

namespace ottava {

/// A residual unit whose snakes ride on the products before them.
struct ChainUnit {
    nn::WindowConv conv1;
    nn::PanelSnake snake2;
    nn::WindowConv conv2;
    nn::PanelSnake after; ///< of whatever comes next
};

/// A convolution, perhaps one that changes the rate, and the residual units behind it.
struct ChainSegment {
    nn::WindowConv head;
    std::optional<nn::PanelSnake> after; ///< none: the end of the chain
    std::vector<ChainUnit> units;

    std::int64_t channels() const { return head.outChannels; }
};

/// What the two kinds of layers read. The heads are an eighth of the work, but all that is heard goes through every one
/// of them, whereas a unit only adds to it.
struct ChainNumbers {
    nn::Numbers heads = nn::Numbers::Fp32, units = nn::Numbers::Fp32;
};

/// One direction of the VAE on a processor: the same network as VaeEncoder or VaeDecoder, as products of sliding
/// windows over time-major signals. Sums, and what units add to, are float32. Built once, then shared; ChainStream
/// holds what a run changes.
struct VaeChain {
    std::vector<ChainSegment> segments;
    /// A segment begins when it has so many windows. More than one keeps narrow ends of the network from reading all
    /// their weights for a row or two.
    std::int64_t fewestWindows = 1;

    /// Rows [n, in] → [m, out], at once.
    at::Tensor forward(const at::Tensor& rows) const;
    /// Rows that come out when `rows` have gone in.
    std::int64_t rowsOut(std::int64_t rows) const;
};

/// Makes a decoder's chain of float32 layers that come one after another and go once they are packed: they need not be
/// there all at once.
class DecoderChainMaker {
public:
    explicit DecoderChainMaker(ChainNumbers numbers) : numbers_(numbers) {}

    void begin(nn::Conv1d convIn);
    void add(VaeDecoderBlock block);
    VaeChain finish(const nn::Snake& snake, nn::Conv1d convOut);

private:
    void follow(const nn::Snake& snake);

    ChainNumbers numbers_;
    VaeChain chain_;
};

/// The same for an encoder.
class EncoderChainMaker {
public:
    explicit EncoderChainMaker(ChainNumbers numbers);

    void begin(nn::Conv1d convIn);
    void add(VaeEncoderBlock block);
    VaeChain finish(const nn::Snake& snake, nn::Conv1d convOut);

private:
    ChainNumbers numbers_;
    VaeChain chain_;
    nn::WindowConv head_; ///< of the segment to come
};

/// A signal on its way through a chain, cut anywhere: convolutions keep the rows that their next windows reach back to,
/// so nothing is computed twice and no cut can be seen in what comes out. Memory depends on the network, not on the
/// length of the signal. One thread.
class ChainStream {
public:
    explicit ChainStream(const VaeChain& chain);

    /// rows [n, in], float32 on the CPU; `last`: the signal ends with them.
    void push(const at::Tensor& rows, bool last);
    /// Rows that have come out and were not taken.
    std::int64_t ready() const { return out_.size(); }
    /// The first `count` of them, [count, out].
    at::Tensor take(std::int64_t count);
    /// What its signals occupy, weights aside.
    std::size_t bytes() const;

private:
    struct UnitState {
        nn::RowQueue x, snaked;
    };
    struct SegmentState {
        nn::RowQueue in;
        std::vector<UnitState> units;
        bool begun = false;
    };

    void run(std::size_t segment, bool last);
    void runHead(std::size_t segment, std::int64_t windows, bool last);
    void runUnit(std::size_t segment, std::size_t unit, bool last);
    nn::RowQueue& after(std::size_t segment);
    nn::Numbers numbersOf(std::size_t segment) const; ///< that its head reads
    void* scratch(std::int64_t bytes);

    const VaeChain& chain_;
    std::vector<SegmentState> states_;
    nn::RowQueue out_;
    at::Tensor scratch_;
};

} // namespace ottava
