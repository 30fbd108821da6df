#pragma once

#include "core/planner/constraint.h"

#include <nlohmann/json_fwd.hpp>

#include <memory>

namespace ottava {

/// First 16 hexadecimal digits of the SHA-256 over the ascending ids, 4 bytes little-endian each.
std::string tokenSetDigest(const IndexSet& tokens);

/// What a machine decided step by step, in the goldens' form: [state before, state when the tokens were known, count,
/// digest, ids, chosen id]. The digest is null where the set is the one of the step before, the ids are there below
/// 200. Source: language-model specification §16.
class ConstraintTrace {
public:
    ConstraintTrace();
    ~ConstraintTrace();

    /// A sequence begins: its first step has a digest.
    void startRun();
    void record(ConstraintState before, ConstraintState after, const IndexSet& allowed, TokenId chosen);
    /// Appends the token that a script asked for to the step recorded last.
    void noteWanted(TokenId wanted);

    /// An array of steps.
    const nlohmann::json& steps() const { return *steps_; }

private:
    std::unique_ptr<nlohmann::json> steps_;
    IndexSet previous_;
    bool hasPrevious_ = false;
};

} // namespace ottava
