#include "core/text/merge_table.h"

#include <algorithm>
#include <bit>
#include <functional>
#include <tuple>

namespace ottava {
namespace {

constexpr std::uint64_t kFree = ~std::uint64_t{0};
constexpr std::int32_t kNone = -1;

std::uint64_t pairOf(TokenId left, TokenId right) {
    return (static_cast<std::uint64_t>(static_cast<std::uint32_t>(left)) << 32U) | static_cast<std::uint32_t>(right);
}

} // namespace

void MergeTable::reserve(std::size_t count) {
    slots_.assign(std::bit_ceil(count + count / 2 + 1), Slot{.pair = kFree, .merge = {}});
}

std::size_t MergeTable::slotOf(std::uint64_t pair) const {
    const auto mask = slots_.size() - 1;
    auto mixed = pair * 0x9E3779B97F4A7C15U;
    mixed ^= mixed >> 32U;
    auto at = static_cast<std::size_t>(mixed) & mask;
    while (slots_[at].pair != kFree && slots_[at].pair != pair)
        at = (at + 1) & mask;
    return at;
}

void MergeTable::add(TokenId left, TokenId right, Merge merge) {
    const auto pair = pairOf(left, right);
    slots_[slotOf(pair)] = {pair, merge};
}

const MergeTable::Merge* MergeTable::find(TokenId left, TokenId right) const {
    const auto& slot = slots_[slotOf(pairOf(left, right))];
    return slot.pair == kFree ? nullptr : &slot.merge;
}

bool WordMerger::Candidate::operator>(const Candidate& other) const {
    return std::tie(merge.rank, left) > std::tie(other.merge.rank, other.left);
}

void WordMerger::push(TokenId id) {
    const auto index = static_cast<Index>(symbols_.size());
    if (index > 0)
        symbols_.back().next = index;
    symbols_.push_back({id, index - 1, kNone});
}

void WordMerger::consider(Index left) {
    if (left == kNone)
        return;
    const auto& symbol = symbols_[static_cast<std::size_t>(left)];
    if (symbol.next == kNone)
        return;
    if (const auto* merge = table_.find(symbol.id, symbols_[static_cast<std::size_t>(symbol.next)].id)) {
        heap_.push_back({*merge, left});
        std::push_heap(heap_.begin(), heap_.end(), std::greater<>{});
    }
}

void WordMerger::apply(const Candidate& candidate) {
    auto& left = symbols_[static_cast<std::size_t>(candidate.left)];
    if (left.id < 0 || left.next == kNone)
        return;
    auto& right = symbols_[static_cast<std::size_t>(left.next)];
    // A candidate is stale once one of its two symbols has merged with another neighbour.
    const auto* current = table_.find(left.id, right.id);
    if (current == nullptr || current->merged != candidate.merge.merged)
        return;
    left.id = candidate.merge.merged;
    left.next = right.next;
    right.id = kNone;
    if (left.next != kNone)
        symbols_[static_cast<std::size_t>(left.next)].previous = candidate.left;
    consider(left.previous);
    consider(candidate.left);
}

void WordMerger::finish(std::vector<TokenId>& out) {
    heap_.clear();
    for (Index left = 0; left + 1 < static_cast<Index>(symbols_.size()); ++left)
        consider(left);
    while (!heap_.empty()) {
        std::pop_heap(heap_.begin(), heap_.end(), std::greater<>{});
        const auto candidate = heap_.back();
        heap_.pop_back();
        apply(candidate);
    }
    for (const auto& symbol : symbols_) {
        if (symbol.id >= 0)
            out.push_back(symbol.id);
    }
}

} // namespace ottava
