// A call's life: prompt, rounds of one token a sequence, texts.

#include "core/planner/planner_decoder_run.h"

#include "core/base/error.h"
#include "core/base/units.h"
#include "core/planner/decoding_limits.h"
#include "core/planner/lm_prompts.h"
#include "core/text/unicode.h"

#include <fmt/format.h>

#include <algorithm>

namespace ottava {
namespace {

/// What an answer without a set length needs at least: a whole metadata block with a long caption.
constexpr int kShortestAnswer = 700;

ConstraintOptions constraintOptions(const LmCall& call, const PlannerDecoderSetup& setup, bool withReferenceFaults) {
    return {.phase = call.phase,
            .stopAtReasoning = call.stopAtReasoning,
            .skipCaption = call.skipCaption,
            .skipGenres = call.skipGenres || (!setup.genres && !withReferenceFaults),
            .skipLanguage = call.skipLanguage,
            .userFields = call.userFields,
            .targetDurationSeconds = call.targetDurationSeconds,
            .maxDurationSeconds = setup.maxDurationSeconds,
            .genres = setup.genres,
            .preferredGenres = nullptr,
            .metadataTemperature = std::nullopt,
            .codesTemperature = std::nullopt,
            .withReferenceFaults = withReferenceFaults};
}

} // namespace

PlannerDecoder::Run::Run(const LmCall& call, const PlannerDecoderSetup& setup, const PlannerDecoderHooks& hooks)
    : call_(call),
      setup_(setup),
      hooks_(hooks),
      prompt_(setup.vocabulary->tokenizer().encode(call.prompt, /*withPostProcessor=*/false)),
      unconditional_(guided() ? setup.vocabulary->tokenizer().encode(unconditionalPrompt(call), false)
                              : std::vector<TokenId>{}),
      limit_(answerLimit()),
      session_(setup.model, rowCount(),
               static_cast<std::int64_t>(std::max(prompt_.size(), unconditional_.size())) + limit_) {}

/// A song's codes have to fit whole; what has no set length is cut to the room that there is.
int PlannerDecoder::Run::answerLimit() const {
    const int rule = maxNewTokens({.phase = call_.phase,
                                   .targetDurationSeconds = call_.targetDurationSeconds,
                                   .maxDurationSeconds = setup_.maxDurationSeconds,
                                   .fallback = std::nullopt,
                                   .contextTokens = setup_.contextTokens});
    const int room = setup_.contextTokens - static_cast<int>(std::max(prompt_.size(), unconditional_.size()));
    const bool whole = call_.phase == PlannerPhase::Codes && call_.targetDurationSeconds.value_or(0) > 0;
    if (room < (whole ? rule : std::min(rule, kShortestAnswer)))
        throw Error{ErrorCode::BadRequest,
                    sentence("The description and lyrics are too long for the language model: {} tokens, and {} are "
                             "left for its answer, which needs {}.",
                             prompt_.size(), std::max(room, 0), whole ? rule : std::min(rule, kShortestAnswer)),
                    sentence("Shorten the lyrics or the song, or turn thinking off.")};
    return std::min({rule, room, hooks_.tokenCap.value_or(rule)});
}

/// The code phase writes five codes a second and an end token; nothing else has a set length.
std::optional<int> PlannerDecoder::Run::expectedTokens() const {
    const double seconds = call_.targetDurationSeconds.value_or(0);
    if (call_.phase != PlannerPhase::Codes || !(seconds > 0))
        return std::nullopt;
    const int each = std::min(limit_, static_cast<int>(std::min(seconds, 1e6) * kCodesPerSecond) + 1);
    return each * static_cast<int>(call_.seeds.size());
}

void PlannerDecoder::Run::start() {
    const auto count = static_cast<int>(call_.seeds.size());
    for (int item = 0; item < count; ++item) {
        sequences_.push_back(
            {.machine =
                 ConstraintMachine{setup_.vocabulary, constraintOptions(call_, setup_, hooks_.withReferenceFaults)},
             .draw = hooks_.sharedGenerator && !call_.batch ? TokenDraw{*hooks_.sharedGenerator}
                                                            : TokenDraw{call_.seeds[static_cast<std::size_t>(item)]},
             .row = item,
             .unconditionalRow = guided() ? std::optional{count + item} : std::nullopt,
             .answer = {},
             .steps = {},
             .finished = false});
        sequences_.back().machine.begin(prompt_);
        if (item == 0)
            session_.prefill(0, prompt_);
        else
            session_.copyRow(0, item);
        if (guided() && item == 0)
            session_.prefill(count, unconditional_);
        else if (guided())
            session_.copyRow(count, count + item);
    }
}

std::vector<PlannerDecoder::Run::Sequence*> PlannerDecoder::Run::open() {
    std::vector<Sequence*> open;
    for (auto& sequence : sequences_)
        if (!sequence.finished)
            open.push_back(&sequence);
    return open;
}

/// Notes the chosen tokens and runs the model on those of sequences that go on.
void PlannerDecoder::Run::advance(const std::vector<Sequence*>& open, const std::vector<TokenId>& tokens) {
    std::vector<int> rows;
    std::vector<TokenId> next;
    for (std::size_t i = 0; i < open.size(); ++i) {
        auto& sequence = *open[i];
        const auto token = tokens[i];
        sequence.answer.push_back(token);
        sequence.finished = token == setup_.vocabulary->endOfTurn() || token == setup_.vocabulary->pad()
                            || static_cast<int>(sequence.answer.size()) >= limit_;
        if (sequence.finished)
            continue;
        rows.push_back(sequence.row);
        next.push_back(token);
        if (sequence.unconditionalRow) {
            rows.push_back(*sequence.unconditionalRow);
            next.push_back(token);
        }
    }
    if (!rows.empty())
        session_.step(rows, next);
}

std::vector<LmOutput> PlannerDecoder::Run::run() {
    if (hooks_.stop.stop_requested())
        throw Cancelled{};
    start();
    const auto expected = expectedTokens();
    for (auto going = open(); !going.empty(); going = open()) {
        if (hooks_.stop.stop_requested())
            throw Cancelled{};
        const auto looked = candidates(going);
        auto looks = scores(going, looked);
        std::vector<TokenId> tokens;
        for (std::size_t i = 0; i < going.size(); ++i)
            tokens.push_back(choose(*going[i], looked[i], std::move(looks[i])));
        advance(going, tokens);
        drawn_ += static_cast<int>(going.size());
        if (hooks_.onToken)
            hooks_.onToken(drawn_, expected);
    }
    std::vector<LmOutput> outputs;
    for (const auto& sequence : sequences_) {
        outputs.push_back(output(sequence));
        writeTrace(sequence);
    }
    return outputs;
}

void PlannerDecoder::Run::writeTrace(const Sequence& sequence) const {
    if (hooks_.trace == nullptr || !call_.constrained)
        return;
    hooks_.trace->startRun();
    for (const auto& step : sequence.steps)
        hooks_.trace->record(step.before, step.after, step.allowed, step.chosen);
}

LmOutput PlannerDecoder::Run::output(const Sequence& sequence) const {
    auto text = setup_.vocabulary->tokenizer().decode(sequence.answer);
    auto status = fmt::format("✅ Generated successfully (pt) | length={}", unicode::codePointCount(text));
    return {std::move(text), std::move(status)};
}

} // namespace ottava
