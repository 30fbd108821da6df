#include "ui/compose/request_draft.h"

#include "core/text/sanitize.h"
#include "ui/compose/expert_fields.h"
#include "ui/compose/field_text.h"
#include "ui/compose/model_choices.h"

#include <QCoreApplication>
#include <QLocale>

namespace ottava::ui {

namespace {

constexpr const char* kInstrumental = "[Instrumental]"; // the lyrics of a song without vocals

struct DraftText {
    Q_DECLARE_TR_FUNCTIONS(DraftText)
};

constexpr const char* kPlannersOwn[] = {"use_cot_metas", "use_cot_caption", "use_cot_language"};

void applyExpert(const ExpertDraft& expert, Request& request) {
    copyFields(expert.own, expert.values, request);
    for (auto* words : {&request.lmNegativePrompt, &request.globalCaption})
        *words = withoutControlTokens(*words);
    if (request.instruction)
        request.instruction = withoutControlTokens(*request.instruction);
}

/// `inUse`: it is there, wanted, and no ready codes leave it without work.
void applyPlanner(const PlannerDraft& planner, bool inUse, Request& request) {
    request.thinking = inUse && planner.thinking;
    if (!inUse)
        request.useCotCaption = request.useCotMetas = request.useCotLanguage = false;
    if (inUse && planner.seed)
        request.lmSeeds = {*planner.seed};
}

void applyAdapter(const AdapterDraft& adapter, Request& request) {
    request.loraPath = adapter.path.toStdString();
    request.useLora = adapter.on && !adapter.path.isEmpty();
    request.loraScale = adapter.scale;
}

PlannerDraft plannerOf(const Request& request) {
    PlannerDraft planner{.thinking = request.thinking, .seed = {}};
    if (request.thinking && !request.lmSeeds.empty() && request.lmSeeds.front() >= 0)
        planner.seed = request.lmSeeds.front();
    return planner;
}

/// All of them; which ones differ from the model's defaults shows once the model is known.
ExpertDraft expertOf(const Request& request, std::optional<qint64> seed) {
    ExpertDraft expert{.values = request, .own = {expertFieldNames().begin(), expertFieldNames().end()}};
    if (request.thinking)
        expert.own.erase("audio_codes"); // written for these words, so they are written anew
    else                                 // made without a planner, so these say nothing
        for (const auto* field : kPlannersOwn)
            expert.own.erase(field);
    const auto first = request.seeds.empty() ? request.seed : std::optional(request.seeds.front());
    if (request.samplingSeed == first)
        expert.own.erase("sampling_seed"); // nobody chose it: it follows the first seed
    if (seed)
        expert.own.erase("seeds");
    return expert;
}

} // namespace

bool ExpertDraft::set(std::string_view field, const QString& text) {
    if (!FieldText(field).write(text, values))
        return false;
    own.emplace(field);
    return true;
}

std::string cleaned(const QString& text) {
    return withoutControlTokens(text.trimmed().toStdString());
}

int characterCount(const QString& text) {
    return static_cast<int>(text.toUcs4().size());
}

Request toRequest(const RequestDraft& draft) {
    if (draft.planned)
        return *draft.planned;
    const auto planner = draft.simple ? PlannerDraft{} : draft.planner;
    auto request = usualRequest(draft.variant, draft.withPlanner && planner.thinking);
    (draft.simple && draft.withPlanner ? request.query : request.caption) = cleaned(draft.description);
    request.instrumental = draft.instrumental;
    if (draft.instrumental)
        request.lyrics = kInstrumental;
    else if (!draft.simple)
        request.lyrics = cleaned(draft.lyrics);
    request.vocalLanguage = draft.instrumental ? "unknown" : draft.language.toStdString();
    request.duration = draft.durationSeconds;
    request.batchSize = draft.takes;
    if (!draft.simple) {
        request.bpm = draft.bpm;
        request.keyscale = draft.key.toStdString();
        request.timesignature = draft.meter.toStdString();
        request.seed = draft.seed;
        request.referenceAudio = draft.referenceAudio.toStdString();
        applyAdapter(draft.adapter, request);
        applyExpert(draft.expert, request);
    }
    applyPlanner(planner, draft.withPlanner && request.audioCodes.empty(), request);
    request.useRandomSeed = !request.seed && request.seeds.empty();
    for (const auto& [field, text] : draft.kept)
        setFieldText(request, field, text);
    if (draft.edit)
        applyEdit(*draft.edit, request);
    return request;
}

RequestDraft toDraft(const Request& request, std::optional<qint64> seed) {
    RequestDraft draft;
    draft.simple = false;
    draft.description = QString::fromStdString(request.caption);
    draft.instrumental = request.instrumental || request.lyrics == kInstrumental;
    if (!draft.instrumental)
        draft.lyrics = QString::fromStdString(request.lyrics);
    draft.language = QString::fromStdString(request.vocalLanguage);
    draft.bpm = request.bpm;
    draft.key = QString::fromStdString(request.keyscale);
    draft.meter = QString::fromStdString(request.timesignature);
    if (request.duration > 0)
        draft.durationSeconds = request.duration;
    draft.takes = request.batchSize;
    draft.seed = seed;
    draft.planner = plannerOf(request);
    draft.withPlanner = request.thinking;
    draft.referenceAudio = QString::fromStdString(request.referenceAudio.string());
    draft.adapter = {.path = QString::fromStdString(request.loraPath.string()),
                     .on = request.useLora || request.loraPath.empty(),
                     .scale = request.loraScale};
    draft.expert = expertOf(request, seed);
    return draft;
}

Request presetOf(RequestDraft draft) {
    draft.simple = false;
    draft.planned.reset();
    draft.kept.clear();
    draft.withPlanner = true; // as wished, whether or not a planner is there today
    auto preset = toRequest(draft);
    preset.caption.clear();
    preset.lyrics.clear();
    preset.seed.reset();
    preset.seeds.clear();
    preset.lmSeeds.clear();
    preset.useRandomSeed = true;
    return preset;
}

RequestDraft withPreset(const RequestDraft& draft, const Request& preset) {
    auto changed = toDraft(preset, draft.seed);
    changed.description = draft.description;
    changed.lyrics = draft.lyrics;
    changed.planner.seed = draft.planner.seed;
    changed.expert.own.erase("seeds");
    return changed;
}

std::vector<DraftProblem> problemsOf(const RequestDraft& draft) {
    std::vector<DraftProblem> problems;
    const auto length = characterCount(draft.description.trimmed());
    const auto noWords = draft.simple || draft.instrumental || draft.lyrics.trimmed().isEmpty();
    if (draft.edit) {
        if (const auto problem = problemOf(*draft.edit); !problem.isEmpty())
            problems.push_back({DraftField::Edit, problem});
        else if (draft.edit->task == EditTask::Morph && length == 0 && noWords)
            problems.push_back({DraftField::Description, DraftText::tr("Say what the recording is to become.")});
    } else if (length == 0 && noWords)
        problems.push_back({DraftField::Description, DraftText::tr("Say in a few words how the song should sound.")});
    if (length > kMaxCaptionChars)
        problems.push_back({DraftField::Description, DraftText::tr("The description has %1 characters; %2 fit.")
                                                         .arg(QLocale().toString(length))
                                                         .arg(kMaxCaptionChars)});
    const auto lyrics = characterCount(draft.lyrics.trimmed());
    if (!draft.simple && !draft.instrumental && lyrics > kMaxLyricsChars)
        problems.push_back({DraftField::Lyrics, DraftText::tr("The lyrics have %1 characters; %2 fit.")
                                                    .arg(QLocale().toString(lyrics))
                                                    .arg(QLocale().toString(kMaxLyricsChars))});
    if (!draft.simple)
        problems.insert(problems.end(), draft.problems.begin(), draft.problems.end());
    return problems;
}

} // namespace ottava::ui
