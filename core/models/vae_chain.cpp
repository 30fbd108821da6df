#include "core/models/vae_chain.h"

#include "core/models/vae_memory.h"

#include <ATen/ops/empty.h>
#include <ATen/ops/from_blob.h>

#include <algorithm>
#include <utility>

namespace ottava {
namespace {

constexpr std::int64_t kFloatBytes = 4;

/// Each goes as soon as it is packed. What follows the last unit is not known yet.
std::vector<ChainUnit> packUnits(std::array<ResidualUnit, 3> units, nn::Numbers numbers) {
    std::vector<ChainUnit> packed;
    for (std::size_t i = 0; i < units.size(); ++i) {
        auto& unit = units.at(i);
        const auto channels = unit.conv2.weight.size(0);
        packed.push_back(
            {.conv1 = nn::windowConv(std::exchange(unit.conv1, {}), numbers),
             .snake2 = nn::panelSnake(unit.snake2, channels),
             .conv2 = nn::windowConv(std::exchange(unit.conv2, {}), numbers),
             .after = i + 1 < units.size() ? nn::panelSnake(units.at(i + 1).snake1, channels) : nn::PanelSnake{}});
    }
    return packed;
}

/// What comes after the head and, if there are units, before the first of them.
nn::PanelSnake headSnake(const nn::WindowConv& head, const nn::Snake& snake) {
    return nn::panelSnake(snake, head.matrix.columns);
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

void DecoderChainMaker::begin(nn::Conv1d convIn) {
    chain_.segments.push_back({.head = nn::windowConv(std::move(convIn), numbers_.heads), .after = {}, .units = {}});
}

/// `snake` comes after what there is.
void DecoderChainMaker::follow(const nn::Snake& snake) {
    auto& last = chain_.segments.back();
    if (last.units.empty())
        last.after = headSnake(last.head, snake);
    else
        last.units.back().after = nn::panelSnake(snake, last.channels());
}

void DecoderChainMaker::add(VaeDecoderBlock block) {
    follow(block.snake);
    const auto first = block.units.front().snake1;
    auto head = nn::windowConv(std::exchange(block.upsample, {}), numbers_.heads);
    const auto after = headSnake(head, first);
    chain_.segments.push_back(
        {.head = std::move(head), .after = after, .units = packUnits(std::move(block.units), numbers_.units)});
}

VaeChain DecoderChainMaker::finish(const nn::Snake& snake, nn::Conv1d convOut) {
    follow(snake);
    begin(std::move(convOut));
    return std::move(chain_);
}

EncoderChainMaker::EncoderChainMaker(ChainNumbers numbers)
    : numbers_(numbers), chain_{.segments = {}, .fewestWindows = kEncoderWindows} {}

void EncoderChainMaker::begin(nn::Conv1d convIn) {
    head_ = nn::windowConv(std::move(convIn), numbers_.heads);
}

void EncoderChainMaker::add(VaeEncoderBlock block) {
    const auto first = block.units.front().snake1;
    auto units = packUnits(std::move(block.units), numbers_.units);
    units.back().after = nn::panelSnake(block.snake, head_.outChannels);
    const auto after = headSnake(head_, first);
    chain_.segments.push_back({.head = std::move(head_), .after = after, .units = std::move(units)});
    begin(std::move(block.downsample));
}

VaeChain EncoderChainMaker::finish(const nn::Snake& snake, nn::Conv1d convOut) {
    const auto after = headSnake(head_, snake);
    chain_.segments.push_back({.head = std::move(head_), .after = after, .units = {}});
    chain_.segments.push_back(
        {.head = nn::windowConv(std::move(convOut), numbers_.heads), .after = std::nullopt, .units = {}});
    return std::move(chain_);
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
