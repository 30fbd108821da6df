#pragma once

#include "core/models/work_recorder.h"

#include <c10/util/Exception.h>

#include <utility>

namespace ottava::test {

/// What recorders were asked for, and how much of it is still there.
struct RecorderLog {
    int made = 0, rehearsed = 0, recorded = 0, replayed = 0; ///< times
    int recorders = 0, works = 0;                            ///< alive
    bool cannotRehearse = false, cannotRecord = false, cannotBeMade = false;
};

/// Records by keeping the work, and replays by doing it again, on whatever memory it was given.
class FakeRecorder final : public WorkRecorder {
public:
    explicit FakeRecorder(RecorderLog& log) : log_(log) {
        TORCH_CHECK(!log_.cannotBeMade, "there is no recorder today");
        ++log_.made;
        ++log_.recorders;
    }
    ~FakeRecorder() override { --log_.recorders; }
    FakeRecorder(const FakeRecorder&) = delete;
    FakeRecorder& operator=(const FakeRecorder&) = delete;

    void rehearse(const Work& work) override {
        TORCH_CHECK(!log_.cannotRehearse, "CUDA out of memory");
        ++log_.rehearsed;
        work();
    }
    std::unique_ptr<RecordedWork> record(const Work& work) override {
        TORCH_CHECK(!log_.cannotRecord, "operation not permitted when stream is capturing");
        ++log_.recorded;
        return std::make_unique<Recording>(log_, work);
    }

private:
    class Recording final : public RecordedWork {
    public:
        Recording(RecorderLog& log, Work work) : log_(log), work_(std::move(work)) { ++log_.works; }
        ~Recording() override { --log_.works; }
        Recording(const Recording&) = delete;
        Recording& operator=(const Recording&) = delete;
        void replay() override {
            ++log_.replayed;
            work_();
        }

    private:
        RecorderLog& log_;
        Work work_;
    };

    RecorderLog& log_;
};

} // namespace ottava::test
