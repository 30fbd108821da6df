#pragma once

#include "core/engine/engine.h"
#include "core/engine/request.h"
#include "ui/compose/planned_fields.h"
#include "ui/edit/edit_draft.h"

#include <QString>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
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

/// The expert options that have values of their own; all others follow the model in use.
struct ExpertDraft {
    Request values;            ///< only the fields named in `own` count
    std::set<std::string> own; ///< names in the request's JSON, of `expertFieldNames`

    /// Gives the field a value of its own; false when the text is none for it (see FieldText).
    bool set(std::string_view field, const QString& text);
};

/// Whether and from which seed the language model plans; how it does is among the expert options.
struct PlannerDraft {
    bool thinking = true;
    std::optional<qint64> seed; ///< unset: the song's own
    bool operator==(const PlannerDraft&) const = default;
};

/// An adapter (LoRA, LoKr) on the diffusion model.
struct AdapterDraft {
    QString path;     ///< of a folder or file; empty: none
    bool on = true;   ///< off: it stays chosen, but is not used
    double scale = 1; ///< 0 to 2
    bool operator==(const AdapterDraft&) const = default;
};

/// A field that keeps the draft from being generated.
enum class DraftField { Description, Lyrics, Edit, Reference, Adapter, Expert };
struct DraftProblem {
    DraftField field;
    QString message;
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
    QString referenceAudio;     ///< a recording that lends its timbre; empty: none
    AdapterDraft adapter;
    ExpertDraft expert;
    PlannerDraft planner;
    DitVariant variant = DitVariant::Turbo; ///< of the model in use: its defaults fill what is left open
    std::map<PlannedField, QString> kept;   ///< values of an earlier plan that count as typed
    bool withPlanner = false;               ///< a language model is there for this song and wanted
    std::optional<Request> planned;         ///< a finished plan: it is made as it stands, whatever the fields say
    std::optional<EditDraft> edit;          ///< what is done to a recording; unset: a new song
    std::vector<DraftProblem> problems;     ///< what Custom's own fields complain about
};

/// The request that the draft stands for. Does not check anything.
Request toRequest(const RequestDraft& draft);

/// The form that gives `request` again, as a Custom draft; what the form has no field for is left out. `seed`: the one
/// that was used.
RequestDraft toDraft(const Request& request, std::optional<qint64> seed);

/// What a preset keeps of the draft: all of Custom but the words and the seeds.
Request presetOf(RequestDraft draft);

/// The draft with a preset's settings and its own words and seeds.
RequestDraft withPreset(const RequestDraft& draft, const Request& preset);

/// What must be changed before `toRequest` gives something worth running; empty: nothing.
std::vector<DraftProblem> problemsOf(const RequestDraft& draft);

/// Trimmed, and without the tokens that steer the models.
std::string cleaned(const QString& text);

/// Characters as the limits count them (code points, not UTF-16 units).
int characterCount(const QString& text);

} // namespace ottava::ui
