#include "core/hardware/nvml.h"

#include "core/base/log.h"
#include "core/base/units.h"

#include <dlfcn.h>

#include <array>
#include <optional>

namespace ottava {
namespace {

// The few entry points of libnvidia-ml.so.1 that are used here; its header is not needed to build.
using NvmlResult = int;
using NvmlDevice = struct NvmlDeviceOpaque*;
struct NvmlMemory {
    unsigned long long total, free, used; // bytes
};
constexpr NvmlResult kSuccess = 0;
constexpr std::size_t kTextBytes = 96;

/// The library, opened and started for as long as the object lives.
class Nvml {
public:
    Nvml() : library_(dlopen("libnvidia-ml.so.1", RTLD_NOW | RTLD_LOCAL)) {
        if (library_ == nullptr)
            return;
        const auto start = entry<NvmlResult (*)()>("nvmlInit_v2");
        started_ = start != nullptr && start() == kSuccess;
        if (!started_)
            log::warn("NVIDIA's management library is there but does not start; going on without a GPU.");
    }
    ~Nvml() {
        if (const auto stop = entry<NvmlResult (*)()>("nvmlShutdown"); started_ && stop != nullptr)
            stop();
        if (library_ != nullptr)
            dlclose(library_);
    }
    Nvml(const Nvml&) = delete;
    Nvml& operator=(const Nvml&) = delete;

    unsigned count() const {
        unsigned cards = 0;
        const auto ask = entry<NvmlResult (*)(unsigned*)>("nvmlDeviceGetCount_v2");
        return started_ && ask != nullptr && ask(&cards) == kSuccess ? cards : 0;
    }

    std::optional<VideoCard> card(unsigned index) const {
        NvmlDevice device = nullptr;
        NvmlMemory memory{};
        int major = 0, minor = 0;
        const auto find = entry<NvmlResult (*)(unsigned, NvmlDevice*)>("nvmlDeviceGetHandleByIndex_v2");
        const auto measure = entry<NvmlResult (*)(NvmlDevice, NvmlMemory*)>("nvmlDeviceGetMemoryInfo");
        const auto capability = entry<NvmlResult (*)(NvmlDevice, int*, int*)>("nvmlDeviceGetCudaComputeCapability");
        if (find == nullptr || measure == nullptr || find(index, &device) != kSuccess
            || measure(device, &memory) != kSuccess)
            return std::nullopt;
        if (capability != nullptr && capability(device, &major, &minor) != kSuccess)
            major = 0;
        return VideoCard{.name = text("nvmlDeviceGetName", device),
                         .uuid = text("nvmlDeviceGetUUID", device),
                         .totalGb = static_cast<double>(memory.total) / kBytesPerGiB,
                         .freeGb = static_cast<double>(memory.free) / kBytesPerGiB,
                         .computeMajor = major};
    }

private:
    template<class Function>
    Function entry(const char* name) const {
        return library_ == nullptr ? nullptr : reinterpret_cast<Function>(dlsym(library_, name));
    }

    std::string text(const char* question, NvmlDevice device) const {
        std::array<char, kTextBytes> answer{};
        const auto ask = entry<NvmlResult (*)(NvmlDevice, char*, unsigned)>(question);
        if (ask == nullptr || ask(device, answer.data(), kTextBytes - 1) != kSuccess)
            return {};
        return answer.data();
    }

    void* library_;
    bool started_ = false;
};

} // namespace

std::vector<VideoCard> listVideoCards() {
    const Nvml nvml;
    std::vector<VideoCard> cards;
    for (unsigned index = 0; index < nvml.count(); ++index) {
        if (auto card = nvml.card(index))
            cards.push_back(std::move(*card));
        else
            log::warn("GPU {} cannot be asked for its memory and is not used.", index);
    }
    return cards;
}

} // namespace ottava
