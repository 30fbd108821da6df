#include "core/planner/planner_decoder.h"

#include "core/base/error.h"
#include "core/base/units.h"
#include "core/planner/decoding_limits.h"
#include "core/planner/lm_prompts.h"
#include "core/planner/token_sampler.h"
#include "core/text/unicode.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/zeros.h>

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <span>

namespace ottava {
namespace {

constexpr float kNever = -std::numeric_limits<float>::infinity();
/// What an answer without a set length needs at least: a whole metadata block with a long caption.
constexpr int kShortestAnswer = 700;

/// What a constraint machine decided in one step.
struct Step {
    ConstraintState before, after;
    IndexSet allowed;
    TokenId chosen;
};

/// One answer in the making.
struct Sequence {
    ConstraintMachine machine;
    TokenDraw draw;
    int row = 0;
    std::optional<int> unconditionalRow;
    std::vector<TokenId> answer;
    std::vector<Step> steps; ///< only when somebody keeps a trace
    bool finished = false;
};

/// Scores become −∞ where `looked` is not in `allowed`, which is a subset of it.
void mask(at::Tensor& scores, const IndexSet& looked, const IndexSet& allowed) {
    if (allowed == looked)
        return;
    float* values = scores.data_ptr<float>();
    std::int64_t position = 0;
    for (const auto& hole : looked.without(allowed).ranges()) {
        position = looked.rankOf(hole.first);
        std::fill_n(values + position, hole.size(), kNever);
    }
}

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

/// One call from prompt to texts.
class PlannerDecoder::Run {
public:
    Run(const LmCall& call, const PlannerDecoderSetup& setup, const PlannerDecoderHooks& hooks);

    std::vector<LmOutput> run();
    int tokenCount() const { return drawn_; }
    const ConstraintMachine& firstMachine() const { return sequences_.front().machine; }

private:
    bool guided() const { return call_.cfgScale > 1; }
    int rowCount() const { return static_cast<int>(call_.seeds.size()) * (guided() ? 2 : 1); }
    int answerLimit() const;
    std::optional<int> expectedTokens() const;
    void start();
    std::vector<Sequence*> open();
    std::vector<IndexSet> candidates(const std::vector<Sequence*>& open) const;
    std::vector<at::Tensor> scores(const std::vector<Sequence*>& open, const std::vector<IndexSet>& looked);
    at::Tensor guided(const at::Tensor& rows) const;
    TokenId choose(Sequence& sequence, const IndexSet& looked, at::Tensor scores);
    TokenId pick(Sequence& sequence, const IndexSet& looked, at::Tensor scores, const IndexSet& allowed);
    void penalize(const Sequence& sequence, const IndexSet& looked, at::Tensor& scores) const;
    void advance(const std::vector<Sequence*>& open, const std::vector<TokenId>& tokens);
    LmOutput output(const Sequence& sequence) const;
    void writeTrace(const Sequence& sequence) const;

    const LmCall& call_;
    const PlannerDecoderSetup& setup_;
    const PlannerDecoderHooks& hooks_;
    const std::vector<TokenId> prompt_, unconditional_;
    const int limit_;
    LmSession session_;
    std::vector<Sequence> sequences_;
    int drawn_ = 0;
};

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
                    fmt::format("The description and lyrics are too long for the language model: {} tokens, and {} are "
                                "left for its answer, which needs {}.",
                                prompt_.size(), std::max(room, 0), whole ? rule : std::min(rule, kShortestAnswer)),
                    "Shorten the lyrics or the song, or turn thinking off."};
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

std::vector<Sequence*> PlannerDecoder::Run::open() {
    std::vector<Sequence*> open;
    for (auto& sequence : sequences_)
        if (!sequence.finished)
            open.push_back(&sequence);
    return open;
}

std::vector<IndexSet> PlannerDecoder::Run::candidates(const std::vector<Sequence*>& open) const {
    std::vector<IndexSet> looked;
    looked.reserve(open.size());
    for (const auto* sequence : open)
        looked.push_back(call_.constrained ? sequence->machine.candidates()
                                           : IndexSet::range(0, setup_.vocabulary->size()));
    return looked;
}

/// u + scale·(c − u) of the rows [c, u], or the only row there is.
at::Tensor PlannerDecoder::Run::guided(const at::Tensor& rows) const {
    return rows.size(0) == 1 ? rows[0].clone() : guide(rows[0], rows[1], call_.cfgScale);
}

/// Scores of what each open sequence looks at. Sequences that look at the same tokens share one pass over the head.
std::vector<at::Tensor> PlannerDecoder::Run::scores(const std::vector<Sequence*>& open,
                                                    const std::vector<IndexSet>& looked) {
    std::vector<at::Tensor> scores(open.size());
    for (std::size_t first = 0; first < open.size(); ++first) {
        if (scores[first].defined())
            continue;
        if (looked[first].size() == 1) { // nothing to choose from
            scores[first] = at::zeros({1}, at::kFloat);
            continue;
        }
        std::vector<std::size_t> alike;
        std::vector<int> rows;
        for (auto i = first; i < open.size(); ++i) {
            if (scores[i].defined() || looked[i] != looked[first])
                continue;
            alike.push_back(i);
            rows.push_back(open[i]->row);
            if (open[i]->unconditionalRow)
                rows.push_back(*open[i]->unconditionalRow);
        }
        const auto all = session_.logits(rows, looked[first]);
        const auto each = static_cast<std::int64_t>(rows.size() / alike.size());
        for (std::size_t n = 0; n < alike.size(); ++n)
            scores[alike[n]] =
                guided(all.slice(0, static_cast<std::int64_t>(n) * each, static_cast<std::int64_t>(n + 1) * each));
    }
    return scores;
}

void PlannerDecoder::Run::penalize(const Sequence& sequence, const IndexSet& looked, at::Tensor& scores) const {
    if (call_.sampling.repetitionPenalty == 1)
        return;
    std::vector<std::int64_t> seen;
    for (const auto* tokens : {&prompt_, &sequence.answer})
        for (const auto token : *tokens)
            if (looked.contains(token))
                seen.push_back(looked.rankOf(token));
    penalizeRepetition(scores, seen, call_.sampling.repetitionPenalty);
}

/// From masked scores to a token.
TokenId PlannerDecoder::Run::pick(Sequence& sequence, const IndexSet& looked, at::Tensor scores,
                                  const IndexSet& allowed) {
    const auto& how = call_.sampling;
    const auto rowSize = static_cast<std::int64_t>(setup_.vocabulary->size());
    if (allowed.size() == 1) {
        sequence.draw.skip(how.temperature, rowSize);
        return allowed.at(0);
    }
    penalize(sequence, looked, scores);
    // The library's generic sampler, which the reference leaves free text without guidance to, warms scores first.
    const bool temperatureFirst = !call_.constrained && !guided() && how.temperature > 0;
    if (temperatureFirst)
        scores = scores / how.temperature;
    keepTopK(scores, how.topK.value_or(0));
    keepTopP(scores, how.topP.value_or(1));
    return looked.at(sequence.draw(scores, temperatureFirst ? 1 : how.temperature, {looked, rowSize}));
}

TokenId PlannerDecoder::Run::choose(Sequence& sequence, const IndexSet& looked, at::Tensor scores) {
    if (!call_.constrained)
        return pick(sequence, looked, std::move(scores), looked);
    const auto before = sequence.machine.state();
    const auto allowed =
        sequence.machine.allowed({looked, {scores.data_ptr<float>(), static_cast<std::size_t>(scores.numel())}});
    const auto after = sequence.machine.state();
    mask(scores, looked, allowed);
    if (const auto temperature = sequence.machine.phaseTemperature())
        scores = scores / *temperature;
    const auto token = pick(sequence, looked, std::move(scores), allowed);
    if (hooks_.trace != nullptr)
        sequence.steps.push_back({before, after, allowed, token});
    sequence.machine.accept(token);
    return token;
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

PlannerDecoder::PlannerDecoder(PlannerDecoderSetup setup, PlannerDecoderHooks hooks)
    : setup_(std::move(setup)), hooks_(std::move(hooks)) {
    const auto known = setup_.model->config.vocabularySize;
    if (known < setup_.vocabulary->size())
        throw Error{
            ErrorCode::ModelCorrupt,
            fmt::format("The language model knows {} tokens, its tokenizer.json {}: they do not belong together.",
                        known, setup_.vocabulary->size()),
            "Copy the language model's folder again, with all its files from the same release."};
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
