#include "core/models/card_library.h"
#include "support/counted_card.h"
#include "support/fake_recorder.h"

extern "C" __attribute__((visibility("default"))) ottava::WorkRecorder* ottavaMakeRecorder(at::Device) {
    static ottava::test::RecorderLog log;
    return new ottava::test::FakeRecorder{log}; // NOLINT: the caller puts it into a unique_ptr at once
}

extern "C" __attribute__((visibility("default"))) ottava::CardAllocator* ottavaCardAllocator(at::Device) {
    static ottava::test::CountedCard card;
    card.lend(1234);
    return &card;
}
