#include "core/planner/constraint_trace.h"

#include "core/base/sha256.h"

#include <nlohmann/json.hpp>

#include <array>

namespace ottava {
namespace {

constexpr std::size_t kDigestDigits = 16;
constexpr std::int64_t kListedBelow = 200;

} // namespace

std::string tokenSetDigest(const IndexSet& tokens) {
    Sha256 hash;
    for (const auto token : tokens.toVector()) {
        std::array<std::byte, 4> bytes{};
        for (std::size_t i = 0; i < bytes.size(); ++i)
            bytes[i] = static_cast<std::byte>(static_cast<std::uint32_t>(token) >> (8 * i));
        hash.update(bytes);
    }
    return hash.hexDigest().substr(0, kDigestDigits);
}

ConstraintTrace::ConstraintTrace() : steps_(std::make_unique<nlohmann::json>(nlohmann::json::array())) {}
ConstraintTrace::~ConstraintTrace() = default;

void ConstraintTrace::startRun() {
    hasPrevious_ = false;
}

void ConstraintTrace::record(ConstraintState before, ConstraintState after, const IndexSet& allowed, TokenId chosen) {
    const auto isNew = !hasPrevious_ || allowed != previous_;
    nlohmann::json digest, ids;
    if (isNew) {
        digest = tokenSetDigest(allowed);
        if (allowed.size() < kListedBelow)
            ids = allowed.toVector();
    }
    auto step = nlohmann::json::array(
        {constraintStateName(before), constraintStateName(after), allowed.size(), digest, ids, chosen});
    steps_->push_back(std::move(step));
    previous_ = allowed;
    hasPrevious_ = true;
}

void ConstraintTrace::noteWanted(TokenId wanted) {
    steps_->back().push_back(wanted);
}

} // namespace ottava
