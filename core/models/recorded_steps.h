#pragma once

#include "core/models/dit.h"
#include "core/models/work_recorder.h"

#include <functional>
#include <memory>
#include <vector>

namespace ottava {

/// Evaluations of one DiT, step after step. Where they may be recorded, the first of a kind (the same sizes, types and
/// condition) is a rehearsal, the second is recorded, and it and all later ones are replayed. Where not, or for layers
/// that visit their device, or when recording fails, each is evaluated afresh. One thread.
class RecordedSteps {
public:
    explicit RecordedSteps(std::shared_ptr<const Dit> dit);
    ~RecordedSteps();
    RecordedSteps(RecordedSteps&&) noexcept;
    RecordedSteps& operator=(RecordedSteps&&) noexcept;

    /// As Dit::forward.
    at::Tensor forward(const at::Tensor& x, const at::Tensor& context, const DitCondition& condition,
                       const at::Tensor& t, const at::Tensor& tR);

    /// Gives up what was recorded, its memory and its hold on conditions.
    void forget();

private:
    struct Step;
    bool mayRecord() const;
    Step* stepFor(const at::Tensor& x, const at::Tensor& context, const DitCondition& condition, const at::Tensor& t);
    bool isReady(Step& step);
    bool attempt(const std::function<void()>& preparation);
    WorkRecorder::Work workOf(Step& step) const;

    std::shared_ptr<const Dit> dit_;
    std::unique_ptr<WorkRecorder> recorder_; ///< outlives the steps
    std::vector<std::unique_ptr<Step>> steps_;
};

} // namespace ottava
