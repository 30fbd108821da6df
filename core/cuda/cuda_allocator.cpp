// The memory of NVIDIA cards. See cuda_recorder.cpp for why this is no part of the program.

#include "core/models/card_library.h"

#include <c10/cuda/CUDACachingAllocator.h>
#include <c10/cuda/CUDAFunctions.h>

#include <cuda_runtime_api.h>

#include <map>
#include <memory>
#include <mutex>

namespace ottava {
namespace {

namespace allocator = c10::cuda::CUDACachingAllocator;

class CudaAllocator final : public CardAllocator {
public:
    explicit CudaAllocator(c10::DeviceIndex card) : card_(card) {}

    std::size_t bytes() const override { return static_cast<std::size_t>(held().current); }
    std::size_t peakBytes() const override { return static_cast<std::size_t>(held().peak); }
    void restartPeak() override {
        if (isReady())
            allocator::resetPeakStats(card_);
    }

    void setLimit(std::size_t bytes) override {
        if (bytes == 0 && size_ == 0)
            return;
        makeReady();
        if (size_ == 0) {
            cudaDeviceProp card{};
            if (cudaGetDeviceProperties(&card, card_) != cudaSuccess)
                return;
            size_ = card.totalGlobalMem;
        }
        const bool limited = bytes > 0 && bytes < size_;
        allocator::setMemoryFraction(limited ? static_cast<double>(bytes) / static_cast<double>(size_) : 1.0, card_);
    }

    void returnMemory() override {
        if (isReady())
            allocator::emptyCache();
    }

private:
    static bool isReady() { return allocator::get()->initialized(); }
    /// The first tensor would do it, too.
    static void makeReady() { allocator::init(c10::cuda::device_count()); }

    c10::CachingAllocator::Stat held() const {
        if (!isReady())
            return {};
        constexpr auto kAll = static_cast<std::size_t>(c10::CachingAllocator::StatType::AGGREGATE);
        return allocator::getDeviceStats(card_).allocated_bytes.at(kAll);
    }

    c10::DeviceIndex card_;
    std::size_t size_ = 0; ///< of the card, bytes; 0: not asked yet
};

} // namespace
} // namespace ottava

extern "C" __attribute__((visibility("default"))) ottava::CardAllocator* ottavaCardAllocator(at::Device device) {
    static auto* const all = new std::map<c10::DeviceIndex, std::unique_ptr<ottava::CardAllocator>>; // outlives tensors
    static std::mutex guarded;
    const std::lock_guard lock(guarded);
    auto& one = (*all)[device.index()];
    if (!one)
        one = std::make_unique<ottava::CudaAllocator>(device.index());
    return one.get();
}
