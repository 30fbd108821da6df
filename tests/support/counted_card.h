#pragma once

#include "core/nn/card_allocator.h"

#include <algorithm>

namespace ottava::test {

/// A card that lends nothing, and remembers what it was told.
class CountedCard final : public CardAllocator {
public:
    std::size_t bytes() const override { return held; }
    std::size_t peakBytes() const override { return peak; }
    void restartPeak() override { peak = held; }
    void setLimit(std::size_t bytes) override { limit = bytes; }
    void returnMemory() override { ++returned; }

    void lend(std::size_t bytes) {
        held += bytes;
        peak = std::max(peak, held);
    }
    void takeBack(std::size_t bytes) { held -= bytes; }

    std::size_t held = 0, peak = 0, limit = 0;
    int returned = 0;
};

} // namespace ottava::test
