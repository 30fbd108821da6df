#pragma once

#include "core/nn/tensor_memory.h"
#include "support/engine_runs.h"

#include <atomic>

namespace ottava::test {

/// Refuses allocations on the card while a job is in `stage`, `times` of them or all.
class FullCard {
public:
    FullCard(Stage stage, int times) : stage_(stage), left_(times) {
        tensor_memory::refuse([this](std::size_t bytes) {
            constexpr std::size_t kLeast = 1 << 15; // small tensors pass: the refusal comes in the middle of the work
            if (!reached_.load() || bytes < kLeast || left_ == 0)
                return false;
            left_ -= left_ > 0 ? 1 : 0;
            return true;
        });
    }
    ~FullCard() { tensor_memory::refuse({}); }
    FullCard(const FullCard&) = delete;
    FullCard& operator=(const FullCard&) = delete;

    JobCallbacks watch() {
        return onProgress([this](const Progress& progress) { reached_ = progress.stage == stage_; });
    }

private:
    Stage stage_;
    std::atomic<bool> reached_ = false;
    int left_; ///< −1: for ever
};

} // namespace ottava::test
