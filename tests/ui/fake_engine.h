#pragma once

#include "core/base/error.h"
#include "ui/engine/engine_port.h"
#include "ui/engine/hardware_watch.h"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace ottava::test {

/// An engine without models; its planner fills in what is open. It goes through the stages and then does what the words
/// say: "wait" holds until it is released or stopped, "fail" throws an Error, "break" throws something else; anything
/// else makes silent takes.
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
                                   std::stop_token stop) { return generate(request, outDir, callbacks, stop); },
                .plan = [this](const PlannerJob& job, const JobCallbacks& callbacks,
                               std::stop_token stop) { return plan(job, callbacks, stop); },
                .release = [this] { ++releases; }};
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
    std::vector<PlannerJob> plans() const {
        const std::lock_guard lock(mutex_);
        return plans_;
    }
    std::vector<EngineSettings> settings() const {
        const std::lock_guard lock(mutex_);
        return settings_;
    }

    std::atomic<int> releases = 0; ///< how often models were to leave memory

    /// Called inside the job, on the engine thread, before it ends.
    std::function<void(const JobCallbacks&)> busy;

private:
    GenerateResult generate(const Request& request, const std::filesystem::path& outDir, const JobCallbacks& callbacks,
                            const std::stop_token& stop) {
        {
            const std::lock_guard lock(mutex_);
            requests_.push_back(request);
        }
        if (request.thinking && request.audioCodes.empty() && settings().back().lmEnabled)
            callbacks.planned(write(request, callbacks));
        for (int step = 1; step <= request.inferenceSteps; ++step)
            callbacks.progress({Stage::Diffusion, step, request.inferenceSteps, 0.1 * step, 1.0 - 0.1 * step});
        obey(request, stop);
        if (busy)
            busy(callbacks);
        return makeTakes(request, outDir, callbacks);
    }

    PlanResult plan(const PlannerJob& job, const JobCallbacks& callbacks, const std::stop_token& stop) {
        {
            const std::lock_guard lock(mutex_);
            plans_.push_back(job);
        }
        const auto reads = job.task == PlannerTask::ReadCodes; // nothing is written then
        JobCallbacks silent;
        silent.progress = [](const Progress&) {};
        if (reads)
            callbacks.progress({Stage::Encoding, 0, 1, 0, {}});
        auto result = write(job.request, reads ? silent : callbacks);
        obey(job.request, stop);
        return result;
    }

    /// Fills in what is open and writes ten seconds of codes.
    static PlanResult write(const Request& request, const JobCallbacks& callbacks) {
        for (int token = 1; token <= kTokens; ++token)
            callbacks.progress({Stage::Planning, token, kTokens, 0.01 * token, 0.01 * (kTokens - token)});
        PlanResult result;
        result.lm = "acestep-5Hz-lm-0.6B";
        result.lmSeeds = {request.lmSeeds.empty() ? 4242 : request.lmSeeds.front()};
        result.tokenCount = kTokens;
        result.planSeconds = 1;
        auto& plan = result.plan;
        plan.caption = request.query.empty() && !request.useCotCaption ? request.caption : "A warm, slow song";
        plan.lyrics = request.lyrics.empty() ? "[Verse]\nwritten" : request.lyrics;
        plan.bpm = request.bpm.value_or(96);
        plan.keyscale = request.keyscale.empty() ? "Db major" : request.keyscale;
        plan.timesignature = request.timesignature.empty() ? "4" : request.timesignature;
        plan.language = request.vocalLanguage == "unknown" ? "it" : request.vocalLanguage;
        plan.durationSeconds = request.duration > 0 ? request.duration : 10;
        for (int i = 0; i < kCodes; ++i)
            (plan.audioCodes.empty() ? plan.audioCodes.emplace_back() : plan.audioCodes.back()) +=
                "<|audio_code_" + std::to_string(i) + "|>";
        result.request = request;
        result.request.caption = plan.caption;
        result.request.lyrics = plan.lyrics;
        result.request.bpm = plan.bpm;
        result.request.keyscale = plan.keyscale;
        result.request.timesignature = plan.timesignature;
        result.request.vocalLanguage = plan.language;
        result.request.duration = *plan.durationSeconds;
        result.request.audioCodes = AudioCodesField(plan.audioCodes.front());
        result.request.lmSeeds = result.lmSeeds;
        return result;
    }

    /// What the words of the request ask of this engine.
    void obey(const Request& request, const std::stop_token& stop) {
        const auto& words = request.caption.empty() ? request.query : request.caption;
        if (words == "wait")
            wait(stop);
        if (words == "fail")
            throw Error{ErrorCode::OutOfMemory, "Not enough memory.", "Make the song shorter."};
        if (words == "break")
            throw std::runtime_error("vector is empty");
    }

    GenerateResult makeTakes(const Request& request, const std::filesystem::path& outDir,
                             const JobCallbacks& callbacks) {
        GenerateResult result;
        result.request = request;
        for (int item = 0; item < request.batchSize; ++item) {
            const auto samples = std::make_shared<std::vector<float>>(9600, 0.0F);
            callbacks.audio({item, 0, 4800, samples});
            const Take take{outDir / "take.wav",
                            outDir / "take.json",
                            outDir / "latents.safetensors",
                            77 + item,
                            0.1,
                            std::nullopt,
                            {}};
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

    static constexpr int kTokens = 20, kCodes = 50;

    mutable std::mutex mutex_;
    std::condition_variable_any changed_;
    bool released_ = false;
    std::vector<Request> requests_;
    std::vector<PlannerJob> plans_;
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
