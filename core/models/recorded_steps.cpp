#include "core/models/recorded_steps.h"

#include "core/base/log.h"

#include <ATen/ops/clone.h>
#include <ATen/ops/empty.h>

#include <algorithm>
#include <string>
#include <utility>

namespace ottava {
namespace {

/// Rows of a batch at a time, guided, by halves: more kinds than that are not worth their memory.
constexpr std::size_t kMostSteps = 16;

/// Memory of its own for what has the size and type of `like`.
at::Tensor placeFor(const at::Tensor& like) {
    return at::empty(like.sizes(), like.options());
}

bool sameKind(const at::Tensor& a, const at::Tensor& b) {
    return a.sizes() == b.sizes() && a.scalar_type() == b.scalar_type() && a.device() == b.device();
}

bool sameTensor(const at::Tensor& a, const at::Tensor& b) {
    return a.is_alias_of(b) && a.storage_offset() == b.storage_offset() && sameKind(a, b);
}

/// A condition is computed as a whole, so its first layer's keys tell it from others as long as they exist.
bool sameCondition(const DitCondition& a, const DitCondition& b) {
    return sameTensor(a.layers.front().key, b.layers.front().key);
}

/// CUDA's advice for programmers fills the lines below.
std::string firstLineOf(const c10::Error& error) {
    const std::string all = error.what_without_backtrace();
    return all.substr(0, all.find('\n'));
}

} // namespace

/// An evaluation with memory of its own for what goes in. Keeps its condition, whose memory a recording reads.
struct RecordedSteps::Step {
    at::Tensor x, context, t, tR;
    DitCondition condition;
    at::Tensor velocity{};
    bool rehearsed = false;
    std::unique_ptr<RecordedWork> recorded{}; ///< the first to go
};

RecordedSteps::RecordedSteps(std::shared_ptr<const Dit> dit) : dit_(std::move(dit)) {}
RecordedSteps::~RecordedSteps() = default;
RecordedSteps::RecordedSteps(RecordedSteps&&) noexcept = default;

RecordedSteps& RecordedSteps::operator=(RecordedSteps&& other) noexcept {
    forget();
    dit_ = std::move(other.dit_);
    recorder_ = std::move(other.recorder_);
    steps_ = std::move(other.steps_);
    return *this;
}

bool RecordedSteps::mayRecord() const {
    return dit_->options.compile && dit_->recording && !dit_->recording->refused && !dit_->layers.isBrought();
}

void RecordedSteps::forget() {
    steps_.clear();
    recorder_.reset();
}

RecordedSteps::Step* RecordedSteps::stepFor(const at::Tensor& x, const at::Tensor& context,
                                            const DitCondition& condition, const at::Tensor& t) {
    const auto found = std::ranges::find_if(steps_, [&](const std::unique_ptr<Step>& step) {
        return sameKind(step->x, x) && sameKind(step->context, context) && sameKind(step->t, t)
               && sameCondition(step->condition, condition);
    });
    if (found != steps_.end())
        return found->get();
    if (steps_.size() == kMostSteps)
        return nullptr;
    steps_.push_back(std::make_unique<Step>(Step{
        .x = placeFor(x), .context = placeFor(context), .t = placeFor(t), .tR = placeFor(t), .condition = condition}));
    return steps_.back().get();
}

WorkRecorder::Work RecordedSteps::workOf(Step& step) const {
    return [dit = dit_, &step] { step.velocity = dit->forward(step.x, step.context, step.condition, step.t, step.tR); };
}

/// Does what recording needs; when that fails, nothing is recorded any more.
bool RecordedSteps::attempt(const std::function<void()>& preparation) {
    try {
        preparation();
        return true;
    } catch (const c10::Error& error) {
        log::warn("Steps cannot be recorded, each is computed afresh: {}", firstLineOf(error));
    }
    dit_->recording->refused = true;
    forget();
    return false;
}

bool RecordedSteps::isReady(Step& step) {
    if (!recorder_ && !attempt([&] { recorder_ = dit_->recording->make(step.x.device()); }))
        return false;
    return !step.rehearsed || step.recorded || attempt([&] { step.recorded = recorder_->record(workOf(step)); });
}

at::Tensor RecordedSteps::forward(const at::Tensor& x, const at::Tensor& context, const DitCondition& condition,
                                  const at::Tensor& t, const at::Tensor& tR) {
    auto* const step = mayRecord() ? stepFor(x, context, condition, t) : nullptr;
    if (step == nullptr || !isReady(*step))
        return dit_->forward(x, context, condition, t, tR);
    step->x.copy_(x);
    step->context.copy_(context);
    step->t.copy_(t);
    step->tR.copy_(tR);
    if (step->recorded) {
        step->recorded->replay();
        return step->velocity.clone(); // other steps work in the same memory
    }
    if (!attempt([&] { recorder_->rehearse(workOf(*step)); })) // the card may be too full for what is recorded besides
        return dit_->forward(x, context, condition, t, tR);
    step->rehearsed = true;
    return std::exchange(step->velocity, {}).clone(); // its memory is the recorder's
}

} // namespace ottava
