#pragma once

#include "core/models/transfer_queue.h"

#include <ATen/ops/empty.h>

#include <array>
#include <string>
#include <vector>

namespace ottava::test {

/// A device as slow as it may be: what is sent comes only when it is waited for, and until then, and again from the
/// moment that the slot is released, its bytes are no numbers. Notes what it is told, and what it should not be told.
class LateQueue final : public TransferQueue {
public:
    struct Record {
        std::vector<std::string> calls, faults;
    };

    explicit LateQueue(Record& record) : record_(record) {}

    at::Tensor hostMemory(std::int64_t bytes) override {
        return at::empty({bytes}, at::TensorOptions{}.dtype(at::kByte));
    }
    void send(std::size_t slot, const at::Tensor& place, const std::vector<at::Tensor>& pieces) override {
        note("send", slot);
        auto& here = slots_[slot];
        if (here.state == State::InUse || here.state == State::Unknown)
            fault("sent into a slot that is not released", slot);
        here = {.state = State::Coming, .place = place, .pieces = pieces};
        poison(slot);
    }
    void await(std::size_t slot) override {
        note("await", slot);
        auto& here = slots_[slot];
        if (here.state != State::Coming)
            fault("waited for what was not sent", slot);
        else
            copyPieces(here.place, here.pieces, /*nonBlocking=*/false);
        here.state = State::InUse;
    }
    void release(std::size_t slot) override {
        note("release", slot);
        poison(slot);
        slots_[slot].state = State::Free;
    }
    void finish() noexcept override {
        for (auto& slot : slots_)
            slot = {};
    }

private:
    enum class State { Unknown, Free, Coming, InUse };
    struct Slot {
        State state = State::Unknown;
        at::Tensor place;
        std::vector<at::Tensor> pieces;
    };

    void note(const char* call, std::size_t slot) {
        record_.calls.push_back(std::string{call} + " " + std::to_string(slot));
    }
    void fault(const char* what, std::size_t slot) {
        record_.faults.push_back(std::string{what} + ": " + std::to_string(slot));
    }
    void poison(std::size_t slot) {
        if (slots_[slot].place.defined())
            slots_[slot].place.fill_(0xFF);
    }

    Record& record_;
    std::array<Slot, kSlots> slots_;
};

inline MakeTransferQueue lateQueues(LateQueue::Record& record) {
    return [&record](at::Device) { return std::make_unique<LateQueue>(record); };
}

} // namespace ottava::test
