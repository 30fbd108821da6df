#include "core/planner/planner_decoder.h"

#include "core/base/error.h"
#include "core/planner/planner_decoder_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace ottava {

PlannerDecoder::PlannerDecoder(PlannerDecoderSetup setup, PlannerDecoderHooks hooks)
    : setup_(std::move(setup)), hooks_(std::move(hooks)) {
    const auto known = setup_.model->config.vocabularySize;
    if (known < setup_.vocabulary->size())
        throw Error{ErrorCode::ModelCorrupt,
                    sentence("The language model knows {} tokens, its tokenizer.json {}: they do not belong together.",
                             known, setup_.vocabulary->size()),
                    sentence("Copy the language model's folder again, with all its files from the same release.")};
    setup_.contextTokens =
        static_cast<int>(std::min<std::int64_t>(setup_.contextTokens, setup_.model->config.maxPositions));
}

std::vector<LmOutput> PlannerDecoder::operator()(const LmCall& call) {
    Run run{call, setup_, hooks_};
    auto outputs = run.run();
    tokenCount_ += run.tokenCount();
    finalState_ = run.firstMachine().state();
    codesCount_ = run.firstMachine().codesCount();
    return outputs;
}

} // namespace ottava
