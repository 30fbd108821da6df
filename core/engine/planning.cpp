#include "core/engine/planning.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/log.h"
#include "core/engine/clamp.h"
#include "core/engine/planner_inputs.h"
#include "core/engine/recorded_codes.h"
#include "core/engine/seeds.h"
#include "core/planner/genre_vocabulary.h"
#include "core/planner/planner_api.h"
#include "core/planner/planner_decoder.h"
#include "core/text/audio_codes.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <functional>

namespace ottava {
namespace {

constexpr const char* kGenreFile = "genres_vocab.txt";

/// The list lies beside the models or in the planner's own folder; the releases do not always have it.
std::shared_ptr<const GenreVocabulary> findGenres(const ModelChoice& models, const std::string& lm) {
    for (const auto& folder : {models.models / lm, models.models}) {
        std::error_code unseen; // what cannot be looked at counts as absent
        if (std::filesystem::is_regular_file(folder / kGenreFile, unseen))
            return std::make_shared<const GenreVocabulary>(GenreVocabulary::load(folder / kGenreFile));
    }
    return nullptr;
}

/// What the job is to understand; undefined when it understands nothing.
at::Tensor recordingOf(const PlannerJob& job, const Limits& limits, Warnings& warnings) {
    const bool listens = job.task == PlannerTask::Understand && !job.audio.empty();
    return listens ? recordingToUnderstand(job.audio, limits, warnings) : at::Tensor{};
}

/// One job of the planner. Lives for one run.
class Planning {
public:
    Planning(const PlannerJob& job, const PlanningInputs& inputs);

    PlanResult run();

private:
    PlannerSetup setup();
    void plan();
    void inspireSong();
    void format();
    void understand();
    void take(const SongPlan& plan);
    void take(const SampleText& text);
    std::string codesOfRecording();
    TextOptions textOptions() const;
    void onToken(int done, std::optional<int> expected);
    void writeTrace() const;

    const PlannerJob& job_;
    const PlanningInputs& in_;
    PlanResult result_;
    at::Tensor recording_; ///< read before the models are loaded, because it may not do
    ConstraintTrace trace_;
    std::shared_ptr<const GenreVocabulary> genres_;
    PlannerDecoder decoder_;
    int tokensBefore_ = 0; ///< of the calls that have ended
};

PlannerDecoderSetup decoderSetup(const PlanningInputs& in, std::shared_ptr<const GenreVocabulary> genres) {
    return {.model = in.models.languageModel(),
            .vocabulary = std::make_shared<const PlannerVocabulary>(in.models.lmTokenizer()),
            .genres = std::move(genres),
            .maxDurationSeconds = in.limits.inForce(/*withLm=*/true).maxDurationSeconds};
}

Planning::Planning(const PlannerJob& job, const PlanningInputs& inputs)
    : job_(job),
      in_(inputs),
      recording_(recordingOf(job, inputs.limits, result_.warnings)),
      genres_(findGenres(in_.models.choice(), in_.lm)),
      decoder_(decoderSetup(in_, genres_),
               {.onToken = [this](int done, std::optional<int> expected) { onToken(done, expected); },
                .trace = job.traceFile.empty() ? nullptr : &trace_,
                .stop = in_.stop,
                .sharedGenerator = std::nullopt,
                .tokenCap = std::nullopt}) {
    result_.request = job.request;
    auto& request = result_.request;
    request.seeds = resolveSeeds(request);
    request.useRandomSeed = false;
    request.lmSeeds = resolveLmSeeds(request);
    result_.lm = in_.lm;
    result_.lmSeeds = request.lmSeeds;
}

PlannerSetup Planning::setup() {
    return {.run =
                [this](const LmCall& call) {
                    tokensBefore_ = decoder_.tokenCount();
                    return decoder_(call);
                },
            .hasGenreVocabulary = genres_ != nullptr};
}

void Planning::onToken(int done, std::optional<int> expected) {
    in_.progress.at(Stage::Planning, tokensBefore_ + done, expected ? tokensBefore_ + *expected : 0);
}

PlanResult Planning::run() {
    const double start = in_.progress.elapsedSeconds();
    in_.progress.at(Stage::Planning, 0, 0);
    switch (job_.task) {
    case PlannerTask::Plan:
        plan();
        break;
    case PlannerTask::Inspire:
        inspireSong();
        break;
    case PlannerTask::Format:
        format();
        break;
    case PlannerTask::Understand:
        understand();
        break;
    case PlannerTask::ReadCodes: // never comes here: no language model takes part
        break;
    }
    if (!job_.traceFile.empty())
        writeTrace();
    result_.tokenCount = decoder_.tokenCount();
    result_.planSeconds = in_.progress.elapsedSeconds() - start;
    in_.progress.at(Stage::Planning, result_.tokenCount, result_.tokenCount);
    log::info("Planned {} tokens in {:.2f} s with {}", result_.tokenCount, result_.planSeconds, in_.lm);
    return std::move(result_);
}

TextOptions Planning::textOptions() const {
    return {.sampling = samplingOf(job_.request),
            .constrained = job_.request.useConstrainedDecoding,
            .seed = result_.lmSeeds.front()};
}

void Planning::plan() {
    const auto& request = result_.request;
    const auto song = songInput(request, result_.lmSeeds);
    if (!request.query.empty() && request.caption.empty())
        take(planFromQuery(setup(), inspireInput(request), song,
                           in_.limits.inForce(/*withLm=*/true).maxDurationSeconds));
    else
        take(planSong(setup(), song));
}

void Planning::inspireSong() {
    take(createSample(setup(), inspireInput(result_.request), textOptions()));
}

void Planning::format() {
    take(formatMusic(setup(), formatInput(result_.request), textOptions()));
}

void Planning::understand() {
    const auto codes = job_.audio.empty()
                           ? result_.request.audioCodes.empty() ? std::string{} : result_.request.audioCodes.of(0)
                           : codesOfRecording();
    if (!codes.empty() && parseAudioCodes(codes).empty() && codes.find_first_not_of(" \t\r\n") != std::string::npos)
        throw Error{ErrorCode::BadRequest, sentence("There is no audio code in audio_codes."),
                    sentence("Paste codes as <|audio_code_123|>, one after the other.")};
    if (codes.find_first_not_of(" \t\r\n") == std::string::npos)
        throw Error{ErrorCode::BadRequest,
                    sentence("There is nothing to understand: no recording and no audio codes were given."),
                    sentence("Choose a recording, or paste audio codes.")};
    take(understandMusic(setup(), codes, textOptions()));
    result_.plan.audioCodes = {codes};
    result_.request.audioCodes = codes;
}

[[noreturn]] void refuseAnswer(const std::string& why) {
    throw Error{ErrorCode::Internal, sentence("The language model gave no usable answer: {}", why),
                sentence("Try again with another seed, or go on without the language model.")};
}

void Planning::take(const SongPlan& plan) {
    if (!plan.success)
        refuseAnswer(plan.error);
    result_.plan = planOf(plan);
    applyPlan(plan, result_.request);
    fillOpenFields(job_.request, result_.request, result_.plan);
    result_.request.duration = clampDuration(result_.request.duration, in_.limits, /*withLm=*/true, result_.warnings);
}

void Planning::take(const SampleText& text) {
    if (!text.success)
        refuseAnswer(text.error.empty() ? text.status : text.error);
    result_.plan = planOf(text);
    applyDescription(text, result_.request);
    result_.request.duration = clampDuration(result_.request.duration, in_.limits, /*withLm=*/true, result_.warnings);
}

std::string Planning::codesOfRecording() {
    return ottava::codesOfRecording(in_.models, recording_, in_.stop);
}

/// The goldens' steps are rows; people and scripts get names.
void Planning::writeTrace() const {
    const PlannerVocabulary vocabulary{in_.models.lmTokenizer()};
    auto steps = nlohmann::json::array();
    for (const auto& step : trace_.steps()) {
        const auto chosen = step.at(5).get<TokenId>();
        steps.push_back(
            {{"state", step.at(1)}, {"allowed", step.at(2)}, {"chosen", chosen}, {"text", vocabulary.textOf(chosen)}});
    }
    writeTextFile(job_.traceFile, steps.dump(1) + "\n");
}

} // namespace

bool wantsPlan(const Request& request) {
    switch (request.taskType) {
    case TaskType::Cover:
    case TaskType::CoverNoFsq:
    case TaskType::Repaint:
    case TaskType::Extract:
        return false;
    case TaskType::Text2Music:
        if (request.flowEditMorph)
            return false;
        break;
    case TaskType::Lego:
    case TaskType::Complete:
        break;
    }
    const bool openMetadata =
        !request.bpm || request.keyscale.empty() || request.timesignature.empty() || request.duration <= 0;
    const bool onlyAWish = !request.query.empty() && request.caption.empty();
    return onlyAWish || (request.thinking && request.audioCodes.empty()) || (request.useCotMetas && openMetadata);
}

PlanResult runPlanner(const PlannerJob& job, const PlanningInputs& inputs) {
    return Planning{job, inputs}.run();
}

} // namespace ottava
