#include "core/nn/tensor_memory.h"

#include <c10/core/CPUAllocator.h>
#include <c10/core/impl/alloc_cpu.h>
#include <c10/util/Exception.h>

#include <malloc.h>

#include <atomic>
#include <mutex>
#include <unordered_set>
#include <utility>

namespace ottava::tensor_memory {
namespace {

thread_local bool onHost = false;

/// Which blocks are the host's, and how much the card holds. Lives as long as the process: tensors in static storage
/// are freed at its very end.
struct Ledger {
    std::atomic<std::size_t> card = 0, peak = 0, limit = 0, hostBlocks = 0;
    std::atomic<bool> watched = false;
    std::atomic<CardAllocator*> real = nullptr; ///< the card itself, where there is one
    std::mutex mutex;
    std::unordered_set<void*> host;
    std::function<bool(std::size_t)> refuses;

    bool forget(void* block) {
        if (hostBlocks.load() == 0)
            return false;
        const std::lock_guard lock(mutex);
        if (host.erase(block) == 0)
            return false;
        --hostBlocks;
        return true;
    }

    void add(std::size_t bytes) {
        const auto now = card += bytes;
        auto highest = peak.load();
        while (now > highest && !peak.compare_exchange_weak(highest, now)) {
        }
    }

    bool refused(std::size_t bytes) {
        if (limit.load() > 0 && card.load() + bytes > limit.load())
            return true;
        if (!watched.load())
            return false;
        const std::lock_guard lock(mutex);
        return refuses && refuses(bytes);
    }
};

Ledger& ledger() {
    static auto* const one = new Ledger; // never deleted, see above
    return *one;
}

void release(void* block) {
    auto& books = ledger();
    if (block != nullptr && !books.forget(block))
        books.card -= ::malloc_usable_size(block);
    c10::free_cpu(block);
}

class CountingAllocator final : public c10::Allocator {
public:
    c10::DataPtr allocate(std::size_t bytes) override {
        auto& books = ledger();
        if (!onHost && bytes > 0 && books.refused(bytes))
            TORCH_CHECK_WITH(OutOfMemoryError, false, "The card is full: ", bytes, " bytes were asked for.");
        void* block = c10::alloc_cpu(bytes);
        if (block != nullptr && onHost) {
            const std::lock_guard lock(books.mutex);
            books.host.insert(block);
            ++books.hostBlocks;
        } else if (block != nullptr) {
            books.add(::malloc_usable_size(block));
        }
        return {block, block, &release, c10::Device(c10::DeviceType::CPU)};
    }
    c10::DeleterFnPtr raw_deleter() const override { return &release; }
    void copy_data(void* to, const void* from, std::size_t bytes) const override { default_copy_data(to, from, bytes); }
};

} // namespace

void install() {
    static CountingAllocator counting;
    static std::once_flag once;
    constexpr std::uint8_t kBeforeTheDefault = 1;
    std::call_once(once, [] { c10::SetCPUAllocator(&counting, kBeforeTheDefault); });
}

void setCard(CardAllocator* card) {
    ledger().real = card;
}

std::size_t cardBytes() {
    const auto* const real = ledger().real.load();
    return real != nullptr ? real->bytes() : ledger().card.load();
}

std::size_t cardPeakBytes() {
    const auto* const real = ledger().real.load();
    return real != nullptr ? real->peakBytes() : ledger().peak.load();
}

void restartPeak() {
    if (auto* const real = ledger().real.load())
        real->restartPeak();
    ledger().peak = ledger().card.load();
}

void setCardLimit(std::size_t bytes) {
    auto* const real = ledger().real.load();
    if (real != nullptr)
        real->setLimit(bytes);
    ledger().limit = real != nullptr ? 0 : bytes;
}

void returnCardMemory() {
    if (auto* const real = ledger().real.load())
        real->returnMemory();
}

void refuse(std::function<bool(std::size_t)> refuses) {
    auto& books = ledger();
    const std::lock_guard lock(books.mutex);
    books.watched = static_cast<bool>(refuses);
    books.refuses = std::move(refuses);
}

HostMemory::HostMemory(bool really) : before_(onHost) {
    onHost = onHost || really;
}

HostMemory::~HostMemory() {
    onHost = before_;
}

CardMemory::CardMemory() : before_(std::exchange(onHost, false)) {}

CardMemory::~CardMemory() {
    onHost = before_;
}

} // namespace ottava::tensor_memory
