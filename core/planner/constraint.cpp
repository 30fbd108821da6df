#include "core/planner/constraint.h"

#include "core/planner/constraint_state.h"

#include <array>
#include <limits>
#include <utility>

namespace ottava {
namespace {

constexpr double kLowestTemperature = 1e-6;

} // namespace

std::optional<TokenId> TokenScores::best() const {
    auto best = -std::numeric_limits<float>::infinity();
    std::size_t at = values.size();
    for (std::size_t n = 0; n < values.size(); ++n) {
        if (values[n] > best) {
            best = values[n];
            at = n;
        }
    }
    if (at == values.size())
        return std::nullopt;
    return tokens.at(static_cast<std::int64_t>(at));
}

const char* constraintStateName(ConstraintState state) {
    static constexpr std::array kNames = {"THINK_TAG",     "NEWLINE_AFTER_THINK", "BPM_NAME",      "BPM_VALUE",
                                          "CAPTION_NAME",  "CAPTION_VALUE",       "DURATION_NAME", "DURATION_VALUE",
                                          "GENRES_NAME",   "GENRES_VALUE",        "KEYSCALE_NAME", "KEYSCALE_VALUE",
                                          "LANGUAGE_NAME", "LANGUAGE_VALUE",      "TIMESIG_NAME",  "TIMESIG_VALUE",
                                          "THINK_END_TAG", "CODES_GENERATION",    "COMPLETED"};
    return kNames.at(static_cast<std::size_t>(state));
}

ConstraintMachine::ConstraintMachine(std::shared_ptr<const PlannerVocabulary> vocabulary, ConstraintOptions options)
    : impl_(std::make_unique<Impl>(std::move(vocabulary), std::move(options))) {}
ConstraintMachine::ConstraintMachine(ConstraintMachine&&) noexcept = default;
ConstraintMachine& ConstraintMachine::operator=(ConstraintMachine&&) noexcept = default;
ConstraintMachine::~ConstraintMachine() = default;

void ConstraintMachine::begin(std::span<const TokenId> prompt) {
    impl_->begin(prompt);
}

IndexSet ConstraintMachine::candidates() const {
    return impl_->candidates();
}

IndexSet ConstraintMachine::allowed(const TokenScores& scores) {
    return impl_->allowed(scores);
}

std::optional<double> ConstraintMachine::phaseTemperature() const {
    const auto free = state() == ConstraintState::CodesGeneration || state() == ConstraintState::Completed;
    const auto& set = free ? impl_->options.codesTemperature : impl_->options.metadataTemperature;
    if (set && !(*set > 0))
        return kLowestTemperature;
    return set;
}

void ConstraintMachine::accept(TokenId token) {
    impl_->accept(token);
}

ConstraintState ConstraintMachine::state() const {
    return impl_->state;
}

int ConstraintMachine::codesCount() const {
    return impl_->codesCount;
}

} // namespace ottava
