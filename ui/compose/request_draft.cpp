#include "ui/compose/request_draft.h"

#include <QCoreApplication>
#include <QLocale>

namespace ottava::ui {

namespace {

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

} // namespace

int characterCount(const QString& text) {
    return static_cast<int>(text.toUcs4().size());
}

Request toRequest(const RequestDraft& draft) {
    Request request;
    const auto description = draft.description.trimmed().toStdString();
    request.caption = description;
    if (draft.simple)
        request.query = description;
    request.instrumental = draft.instrumental;
    if (draft.instrumental)
        request.lyrics = "[Instrumental]";
    else if (!draft.simple)
        request.lyrics = draft.lyrics.trimmed().toStdString();
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
    request.useRandomSeed = !request.seed.has_value();
    return request;
}

std::vector<DraftProblem> problemsOf(const RequestDraft& draft) {
    std::vector<DraftProblem> problems;
    const auto length = characterCount(draft.description.trimmed());
    const auto noWords = draft.simple || draft.instrumental || draft.lyrics.trimmed().isEmpty();
    if (length == 0 && noWords)
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
