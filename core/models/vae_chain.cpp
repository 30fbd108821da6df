#include "core/models/vae_chain.h"

#include "core/models/vae_memory.h"

#include <ATen/ops/empty.h>
#include <ATen/ops/from_blob.h>

#include <algorithm>
#include <utility>

namespace ottava {
namespace {

constexpr std::int64_t kFloatBytes = 4;

/// Lets go of the layer's own weights once they are packed.
template<class Layer>
nn::WindowConv pack(Layer& layer, nn::Numbers numbers) {
    return nn::windowConv(std::exchange(layer, Layer{}), numbers);
}

std::vector<ChainUnit> packUnits(std::array<ResidualUnit, 3>& units, const nn::Snake& next, nn::Numbers numbers) {
    std::vector<ChainUnit> packed;
    for (std::size_t i = 0; i < units.size(); ++i) {
        auto& unit = units.at(i);
        const auto channels = unit.conv2.weight.size(0);
        packed.push_back({.conv1 = pack(unit.conv1, numbers),
                          .snake2 = nn::panelSnake(unit.snake2, channels),
                          .conv2 = pack(unit.conv2, numbers),
                          .after = nn::panelSnake(i + 1 < units.size() ? units.at(i + 1).snake1 : next, channels)});
    }
    return packed;
}

ChainSegment segment(nn::WindowConv head, const nn::Snake& after, std::vector<ChainUnit> units = {}) {
    const auto columns = head.matrix.columns;
    return {.head = std::move(head), .after = nn::panelSnake(after, columns), .units = std::move(units)};
}

} // namespace

at::Tensor VaeChain::forward(const at::Tensor& rows) const {
    ChainStream stream{*this};
    stream.push(rows, /*last=*/true);
    return stream.take(stream.ready());
}

std::int64_t VaeChain::rowsOut(std::int64_t rows) const {
    for (const auto& [head, after, units] : segments)
        rows = head.windowsIn(rows + head.zerosBefore + head.zerosAfter) * head.rowsOut - 2 * head.cropped;
    return rows;
}

VaeChain decoderChain(VaeDecoder&& layers, ChainNumbers numbers) {
    VaeChain chain;
    chain.segments.push_back(segment(pack(layers.convIn, numbers.heads), layers.blocks.front().snake));
    for (std::size_t i = 0; i < layers.blocks.size(); ++i) {
        auto& block = layers.blocks[i];
        const auto& next = i + 1 < layers.blocks.size() ? layers.blocks[i + 1].snake : layers.snake;
        const auto first = block.units.front().snake1;
        auto head = pack(block.upsample, numbers.heads);
        chain.segments.push_back(segment(std::move(head), first, packUnits(block.units, next, numbers.units)));
    }
    chain.segments.push_back({.head = pack(layers.convOut, numbers.heads), .after = std::nullopt, .units = {}});
    return chain;
}

VaeChain encoderChain(VaeEncoder&& layers, ChainNumbers numbers) {
    VaeChain chain{.segments = {}, .fewestWindows = kEncoderWindows};
    auto head = pack(layers.convIn, numbers.heads);
    for (auto& block : layers.blocks) {
        const auto first = block.units.front().snake1;
        chain.segments.push_back(segment(std::move(head), first, packUnits(block.units, block.snake, numbers.units)));
        head = pack(block.downsample, numbers.heads);
    }
    chain.segments.push_back(segment(std::move(head), layers.snake));
    chain.segments.push_back({.head = pack(layers.convOut, numbers.heads), .after = std::nullopt, .units = {}});
    return chain;
}

ChainStream::ChainStream(const VaeChain& chain) : chain_(chain), out_(chain.segments.back().channels() * kFloatBytes) {
    for (const auto& segment : chain.segments) {
        SegmentState state{.in = nn::RowQueue{segment.head.inRowBytes(), segment.head.zerosBefore}, .units = {}};
        for (const auto& unit : segment.units)
            state.units.push_back({.x = nn::RowQueue{segment.channels() * kFloatBytes},
                                   .snaked = nn::RowQueue{unit.conv1.inRowBytes(), unit.conv1.zerosBefore}});
        states_.push_back(std::move(state));
    }
}

void ChainStream::push(const at::Tensor& rows, bool last) {
    auto& in = states_.front().in;
    const auto dtype = numbersOf(0) == nn::Numbers::Bf16 ? at::kBFloat16 : at::kFloat;
    at::from_blob(in.append(rows.size(0)), rows.sizes(), dtype).copy_(rows);
    run(0, last);
}

at::Tensor ChainStream::take(std::int64_t count) {
    TORCH_CHECK(count <= ready(), "the stream has not come so far");
    auto* rows = const_cast<float*>(out_.data<float>()); // only read from
    auto taken = at::from_blob(rows, {count, chain_.segments.back().channels()}, at::kFloat).clone();
    out_.drop(count);
    return taken;
}

std::size_t ChainStream::bytes() const {
    auto total = out_.bytes() + (scratch_.defined() ? scratch_.nbytes() : 0);
    for (const auto& state : states_) {
        total += state.in.bytes();
        for (const auto& unit : state.units)
            total += unit.x.bytes() + unit.snaked.bytes();
    }
    return total;
}

nn::Numbers ChainStream::numbersOf(std::size_t segment) const {
    return segment < states_.size() ? chain_.segments[segment].head.matrix.numbers : nn::Numbers::Fp32;
}

nn::RowQueue& ChainStream::after(std::size_t segment) {
    return segment + 1 < states_.size() ? states_[segment + 1].in : out_;
}

void* ChainStream::scratch(std::int64_t bytes) {
    if (!scratch_.defined() || scratch_.numel() < bytes)
        scratch_ = at::empty({bytes}, at::TensorOptions{}.dtype(at::kByte));
    return scratch_.mutable_data_ptr();
}

/// Depth first, a stretch at a time, so that signals stay short however much was pushed.
void ChainStream::run(std::size_t index, bool last) {
    if (index == states_.size())
        return;
    const auto& segment = chain_.segments[index];
    auto& in = states_[index].in;
    if (last)
        in.appendZeros(segment.head.zerosAfter);
    for (bool ended = false; !ended;) {
        const auto waiting = segment.head.windowsIn(in.size());
        const auto windows = std::min(waiting, streamedWindowsAtOnce(segment.head.matrix.columns));
        ended = last && windows == waiting;
        if (!ended && windows < chain_.fewestWindows)
            return;
        runHead(index, windows, ended);
        for (std::size_t unit = 0; unit < segment.units.size(); ++unit)
            runUnit(index, unit, ended);
        run(index + 1, ended);
    }
}

void ChainStream::runHead(std::size_t index, std::int64_t windows, bool last) {
    const auto& [head, snake, units] = chain_.segments[index];
    auto& state = states_[index];
    const auto rows = windows * head.rowsOut;
    nn::Epilogue epilogue;
    if (!snake) {
        epilogue.plain = static_cast<float*>(out_.append(rows));
    } else if (units.empty()) {
        snake->into(epilogue, after(index).append(rows), numbersOf(index + 1));
    } else {
        auto& first = state.units.front();
        epilogue.plain = static_cast<float*>(first.x.append(rows));
        snake->into(epilogue, first.snaked.append(rows), units.front().conv1.matrix.numbers);
    }
    head(state.in.data(), windows, epilogue);
    state.in.drop(windows * head.rowsInStep);
    if (head.cropped == 0)
        return;
    auto& [x, snaked] = state.units.front();
    if (!std::exchange(state.begun, true)) {
        x.erase(0, head.cropped);
        snaked.erase(units.front().conv1.zerosBefore, head.cropped);
    }
    if (last) {
        x.dropBack(head.cropped);
        snaked.dropBack(head.cropped);
    }
}

void ChainStream::runUnit(std::size_t index, std::size_t which, bool last) {
    const auto& segment = chain_.segments[index];
    const auto& unit = segment.units[which];
    auto& state = states_[index].units[which];
    if (last)
        state.snaked.appendZeros(unit.conv1.zerosAfter);
    const auto rows = unit.conv1.windowsIn(state.snaked.size());
    auto* between = scratch(rows * unit.conv2.inRowBytes());
    nn::Epilogue first, second;
    unit.snake2.into(first, between, unit.conv2.matrix.numbers);
    unit.conv1(state.snaked.data(), rows, first);
    second.residual = state.x.data<float>();
    if (which + 1 < segment.units.size()) {
        auto& next = states_[index].units[which + 1];
        second.plain = static_cast<float*>(next.x.append(rows));
        unit.after.into(second, next.snaked.append(rows), segment.units[which + 1].conv1.matrix.numbers);
    } else {
        unit.after.into(second, after(index).append(rows), numbersOf(index + 1));
    }
    unit.conv2(between, rows, second);
    state.snaked.drop(rows);
    state.x.drop(rows);
}

} // namespace ottava
