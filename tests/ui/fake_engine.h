#pragma once

#include "core/base/error.h"
#include "ui/engine/engine_port.h"
#include "ui/engine/hardware_watch.h"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace ottava::test {

/// An engine without models. It goes through the stages and then does what the caption says: "wait" holds until it is
/// released or stopped, "fail" throws an Error, "break" throws something else; anything else makes silent takes.
class FakeEngine {
public:
    ui::EnginePort port() {
        return {.configure =
                    [this](EngineSettings settings) {
                        const std::lock_guard lock(mutex_);
                        settings_.push_back(std::move(settings));
                    },
                .generate = [this](const Request& request, const std::filesystem::path& outDir,
                                   const JobCallbacks& callbacks,
                                   std::stop_token stop) { return generate(request, outDir, callbacks, stop); }};
    }

    /// Lets a job that waits go on.
    void release() {
        const std::lock_guard lock(mutex_);
        released_ = true;
        changed_.notify_all();
    }

    std::vector<Request> requests() const {
        const std::lock_guard lock(mutex_);
        return requests_;
    }
    std::vector<EngineSettings> settings() const {
        const std::lock_guard lock(mutex_);
        return settings_;
    }

    /// Called inside the job, on the engine thread, before it ends.
    std::function<void()> busy;

private:
    GenerateResult generate(const Request& request, const std::filesystem::path& outDir, const JobCallbacks& callbacks,
                            const std::stop_token& stop) {
        {
            const std::lock_guard lock(mutex_);
            requests_.push_back(request);
        }
        for (int step = 1; step <= request.inferenceSteps; ++step)
            callbacks.progress({Stage::Diffusion, step, request.inferenceSteps, 0.1 * step, 1.0 - 0.1 * step});
        if (request.caption == "wait")
            wait(stop);
        if (request.caption == "fail")
            throw Error{ErrorCode::OutOfMemory, "Not enough memory.", "Make the song shorter."};
        if (request.caption == "break")
            throw std::runtime_error("vector is empty");
        if (busy)
            busy();
        return makeTakes(request, outDir, callbacks);
    }

    GenerateResult makeTakes(const Request& request, const std::filesystem::path& outDir,
                             const JobCallbacks& callbacks) {
        GenerateResult result;
        result.request = request;
        for (int item = 0; item < request.batchSize; ++item) {
            const auto samples = std::make_shared<std::vector<float>>(9600, 0.0F);
            callbacks.audio({item, 0, 4800, samples});
            const Take take{outDir / "take.wav", outDir / "take.json", outDir / "latents.safetensors", 77 + item, 0.1};
            callbacks.takeDone(item, take);
            result.takes.push_back(take);
        }
        result.timings.totalSeconds = 3;
        return result;
    }

    void wait(const std::stop_token& stop) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, stop, [this] { return released_; });
        if (stop.stop_requested())
            throw Cancelled{};
    }

    mutable std::mutex mutex_;
    std::condition_variable_any changed_;
    bool released_ = false;
    std::vector<Request> requests_;
    std::vector<EngineSettings> settings_;
};

/// Limits of a simulated card, from the real table.
inline Limits limitsOfCard(double vramGb) {
    Device device;
    device.kind = vramGb > 0 ? Device::Kind::Cuda : Device::Kind::Cpu;
    device.name = vramGb > 0 ? "Test card" : "Test processor";
    device.vramGb = vramGb;
    device.freeVramGb = vramGb * 0.9;
    return limitsFor(device, TierTable::load(OTTAVA_RESOURCES "/tiers.json"));
}

} // namespace ottava::test
