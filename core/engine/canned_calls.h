#pragma once

#include "core/planner/lm_call.h"

#include <nlohmann/json.hpp>

namespace ottava {

/// A language model that says given texts one after the other and keeps what it was asked, as the goldens do. An empty
/// text is a failure.
class CannedCalls {
public:
    /// `inputs` are a case's arguments: numbers are repeated as they were given there.
    CannedCalls(nlohmann::json texts, nlohmann::json inputs) : texts_(std::move(texts)), inputs_(std::move(inputs)) {}

    /// Throws Error (BadRequest) when there are not enough texts.
    std::vector<LmOutput> answer(const LmCall& call);
    const nlohmann::json& calls() const { return calls_; }

private:
    nlohmann::json userMetadata(const LmCall& call) const;
    nlohmann::json target(const LmCall& call) const;
    nlohmann::json single(const LmCall& call) const;
    nlohmann::json batch(const LmCall& call) const;

    nlohmann::json texts_, inputs_, calls_ = nlohmann::json::array();
    std::size_t used_ = 0;
};

} // namespace ottava
