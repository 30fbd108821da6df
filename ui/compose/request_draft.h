#pragma once

#include "core/engine/request.h"
#include "ui/compose/planned_fields.h"
#include "ui/edit/edit_draft.h"

#include <QString>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace ottava::ui {

/// Hard ends of what the reference accepts (parameters table), whatever the machine.
inline constexpr int kMaxCaptionChars = 512;
inline constexpr int kMaxLyricsChars = 4096;
inline constexpr double kMinDurationSeconds = 10;
inline constexpr double kMaxDurationSeconds = 600;
inline constexpr int kMaxBatch = 8;
inline constexpr int kMinBpm = 30;
inline constexpr int kMaxBpm = 300;
inline constexpr int kMaxTurboSteps = 20;

/// The options behind the expert drawer, with the defaults that the window presets for the turbo model.
struct ExpertDraft {
    int steps = 8;
    double shift = 3.0;
    InferMethod inferMethod = InferMethod::Ode;
    SamplerMode samplerMode = SamplerMode::Euler;
    bool dcwEnabled = true;
    DcwMode dcwMode = DcwMode::Double;
    double dcwScaler = 0.05;
    double dcwHighScaler = 0.02;
    bool normalize = true;
    double normalizationDb = -1.0;
    double fadeInSeconds = 0;
    double fadeOutSeconds = 0;
    AudioFormat format = AudioFormat::Wav24;
};

/// How the language model plans, with the window's defaults.
struct PlannerDraft {
    bool thinking = true;
    bool rewriteCaption = false;
    bool fillMetadata = true;
    bool detectLanguage = true;
    double temperature = 0.85;
    double guidanceScale = 2.0;
    int topK = 0;      ///< 0: off
    double topP = 0.9; ///< 1: off
    QString negative = QStringLiteral("NO USER INPUT");
    std::optional<qint64> seed; ///< unset: the song's own
    bool operator==(const PlannerDraft&) const = default;
};

/// What the Create panel holds: the form as typed, not yet a request.
struct RequestDraft {
    bool simple = true;  ///< the Simple page's few fields count, the others keep their defaults
    QString description; ///< Simple: the one box; Custom: the caption
    QString lyrics;      ///< Custom only
    bool instrumental = false;
    QString language = QStringLiteral("unknown");
    std::optional<int> bpm; ///< unset: auto
    QString key;            ///< empty: auto
    QString meter;          ///< empty: auto
    double durationSeconds = 60;
    int takes = 2;
    std::optional<qint64> seed; ///< unset: a fresh one each time
    ExpertDraft expert;
    PlannerDraft planner;
    std::map<PlannedField, QString> kept; ///< values of an earlier plan that count as typed
    bool withPlanner = false;             ///< a language model is there for this song and wanted
    std::optional<Request> planned;       ///< a finished plan: it is made as it stands, whatever the fields say
    std::optional<EditDraft> edit;        ///< what is done to a recording; unset: a new song
};

/// A field that keeps the draft from being generated.
enum class DraftField { Description, Lyrics, Edit };
struct DraftProblem {
    DraftField field;
    QString message;
};

/// The request that the draft stands for. Does not check anything.
Request toRequest(const RequestDraft& draft);

/// The form that gives `request` again, as a Custom draft; what the form has no field for is left out. `seed`: the one
/// that was used.
RequestDraft toDraft(const Request& request, std::optional<qint64> seed);

/// What must be changed before `toRequest` gives something worth running; empty: nothing.
std::vector<DraftProblem> problemsOf(const RequestDraft& draft);

/// Trimmed, and without the tokens that steer the models.
std::string cleaned(const QString& text);

/// Characters as the limits count them (code points, not UTF-16 units).
int characterCount(const QString& text);

} // namespace ottava::ui
