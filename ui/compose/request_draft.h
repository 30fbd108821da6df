#pragma once

#include "core/engine/request.h"

#include <QString>

#include <optional>
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
};

/// A field that keeps the draft from being generated.
enum class DraftField { Description, Lyrics };
struct DraftProblem {
    DraftField field;
    QString message;
};

/// The request that the draft stands for. Does not check anything.
Request toRequest(const RequestDraft& draft);

/// What must be changed before `toRequest` gives something worth running; empty: nothing.
std::vector<DraftProblem> problemsOf(const RequestDraft& draft);

/// Characters as the limits count them (code points, not UTF-16 units).
int characterCount(const QString& text);

} // namespace ottava::ui
