#pragma once

#include <ATen/core/Tensor.h>

#include <functional>
#include <memory>

namespace ottava {

/// Work on a device that was recorded and is done again at a word: the same steps on the same memory, without the
/// processor asking for each. Its memory is free when it goes.
class RecordedWork {
public:
    virtual ~RecordedWork() = default;
    virtual void replay() = 0;
};

/// Records work on one device. What it records shares memory for what passes, so of one recorder's works only one's
/// results are there at a time. Outlives what it records. One thread.
class WorkRecorder {
public:
    using Work = std::function<void()>;

    virtual ~WorkRecorder() = default;

    /// Does the work where it would be recorded: whatever a device prepares at the first time is prepared then.
    /// Throws what the work throws.
    virtual void rehearse(const Work& work) = 0;

    /// Records work that was rehearsed: tensors that it makes are there, with their contents from the first replay on.
    /// Throws c10::Error when it cannot be recorded.
    virtual std::unique_ptr<RecordedWork> record(const Work& work) = 0;
};

using MakeWorkRecorder = std::function<std::unique_ptr<WorkRecorder>(at::Device device)>;

/// That a model's steps may be recorded, and by what. Shared by all who run the model.
struct StepRecording {
    MakeWorkRecorder make;
    bool refused = false; ///< it failed once, and is not tried again
};

} // namespace ottava
