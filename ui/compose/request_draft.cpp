#include "ui/compose/request_draft.h"

#include "core/text/sanitize.h"

#include <QCoreApplication>
#include <QLocale>

namespace ottava::ui {

namespace {

constexpr const char* kInstrumental = "[Instrumental]"; // the lyrics of a song without vocals

struct DraftText {
    Q_DECLARE_TR_FUNCTIONS(DraftText)
};

void applyExpert(const ExpertDraft& expert, Request& request) {
    request.inferenceSteps = expert.steps;
    request.shift = expert.shift;
    request.inferMethod = expert.inferMethod;
    request.samplerMode = expert.samplerMode;
    request.dcwEnabled = expert.dcwEnabled;
    request.dcwMode = expert.dcwMode;
    request.dcwScaler = expert.dcwScaler;
    request.dcwHighScaler = expert.dcwHighScaler;
    request.enableNormalization = expert.normalize;
    request.normalizationDb = expert.normalizationDb;
    request.fadeInDuration = expert.fadeInSeconds;
    request.fadeOutDuration = expert.fadeOutSeconds;
    request.audioFormat = expert.format;
}

void applyPlanner(const PlannerDraft& planner, bool inUse, Request& request) {
    request.thinking = inUse && planner.thinking;
    request.useCotCaption = inUse && planner.rewriteCaption;
    request.useCotMetas = inUse && planner.fillMetadata;
    request.useCotLanguage = inUse && planner.detectLanguage;
    request.lmTemperature = planner.temperature;
    request.lmCfgScale = planner.guidanceScale;
    request.lmTopK = planner.topK;
    request.lmTopP = planner.topP;
    request.lmNegativePrompt = cleaned(planner.negative);
    if (inUse && planner.seed)
        request.lmSeeds = {*planner.seed};
}

PlannerDraft plannerOf(const Request& request) {
    PlannerDraft planner{.thinking = request.thinking,
                         .temperature = request.lmTemperature,
                         .guidanceScale = request.lmCfgScale,
                         .topK = request.lmTopK,
                         .topP = request.lmTopP,
                         .negative = QString::fromStdString(request.lmNegativePrompt),
                         .seed = {}};
    if (!request.thinking)
        return planner; // made without a planner, so the rest says nothing
    planner.rewriteCaption = request.useCotCaption;
    planner.fillMetadata = request.useCotMetas;
    planner.detectLanguage = request.useCotLanguage;
    if (!request.lmSeeds.empty() && request.lmSeeds.front() >= 0)
        planner.seed = request.lmSeeds.front();
    return planner;
}

} // namespace

std::string cleaned(const QString& text) {
    return withoutControlTokens(text.trimmed().toStdString());
}

int characterCount(const QString& text) {
    return static_cast<int>(text.toUcs4().size());
}

Request toRequest(const RequestDraft& draft) {
    if (draft.planned)
        return *draft.planned;
    Request request;
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
        applyExpert(draft.expert, request);
    }
    applyPlanner(draft.simple ? PlannerDraft{} : draft.planner, draft.withPlanner, request);
    request.useRandomSeed = !request.seed.has_value();
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
    draft.expert = {.steps = request.inferenceSteps,
                    .shift = request.shift,
                    .inferMethod = request.inferMethod,
                    .samplerMode = request.samplerMode,
                    .dcwEnabled = request.dcwEnabled,
                    .dcwMode = request.dcwMode,
                    .dcwScaler = request.dcwScaler,
                    .dcwHighScaler = request.dcwHighScaler,
                    .normalize = request.enableNormalization,
                    .normalizationDb = request.normalizationDb,
                    .fadeInSeconds = request.fadeInDuration,
                    .fadeOutSeconds = request.fadeOutDuration,
                    .format = request.audioFormat};
    return draft;
}

std::vector<DraftProblem> problemsOf(const RequestDraft& draft) {
    std::vector<DraftProblem> problems;
    const auto length = characterCount(draft.description.trimmed());
    const auto noWords = draft.simple || draft.instrumental || draft.lyrics.trimmed().isEmpty();
    if (draft.edit) {
        if (const auto problem = problemOf(*draft.edit); !problem.isEmpty())
            problems.push_back({DraftField::Edit, problem});
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
    return problems;
}

} // namespace ottava::ui
