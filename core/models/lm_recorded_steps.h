#pragma once

#include "core/models/language_model.h"

#include <map>

namespace ottava {

/// One token for each of a few sequences on a device that records work: asking for each of the hundreds of steps of a
/// pass would take the processor longer than the device needs for them. Passes over the same rows and a stretch of the
/// cache of the same length are one kind: the first is a rehearsal, the second is recorded, and it and all later ones
/// are replayed. When recording fails, each pass is computed afresh. One thread.
class LmRecordedSteps {
public:
    /// `model` may be recorded (see LanguageModel::recording).
    LmRecordedSteps(std::shared_ptr<const LanguageModel> model, std::int64_t rows);

    /// What a cache of `rows` sequences of at most `tokens` must have room for: rows between those that go on write one
    /// token behind their last, which nobody reads.
    static std::int64_t capacityFor(std::int64_t tokens);

    /// Appends tokens[i] to row rows[i] of `cache`; → states after the final norm, [rows.size(), H], to be read before
    /// the next step. `cache` and `rotary` must be the same in every call, the cache without numbers that are none.
    at::Tensor step(std::span<const int> rows, std::span<const std::int32_t> tokens, nn::KvCache& cache,
                    const nn::Rotary& rotary);

private:
    struct Kind {
        int first = 0, count = 0;
        std::int64_t span = 0;
        auto operator<=>(const Kind&) const = default;
    };
    struct Pass {
        bool rehearsed = false;
        std::unique_ptr<RecordedWork> recorded{};
    };

    static Kind kindOf(std::span<const int> rows, const nn::KvCache& cache);
    void write(const Kind& kind, std::span<const int> rows, std::span<const std::int32_t> tokens,
               const nn::KvCache& cache);
    void run(const Kind& kind, nn::KvCache& cache, const nn::Rotary& rotary);
    bool attempt(const std::function<void()>& recording);

    std::shared_ptr<const LanguageModel> model_;
    at::Tensor inputs_;                      ///< [2, rows] ids and positions
    at::Tensor states_;                      ///< [rows, H]
    std::unique_ptr<WorkRecorder> recorder_; ///< outlives what it recorded
    std::map<Kind, Pass> passes_;
};

} // namespace ottava
