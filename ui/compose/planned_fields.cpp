#include "ui/compose/planned_fields.h"

#include "core/text/audio_codes.h"
#include "ui/compose/request_draft.h"

#include <QCoreApplication>

#include <cmath>

namespace ottava::ui {

namespace {

struct PlanTexts {
    Q_DECLARE_TR_FUNCTIONS(PlanTexts)
};

std::string* textOf(Request& request, PlannedField field) {
    switch (field) {
    case PlannedField::Caption:
        return &request.caption;
    case PlannedField::Lyrics:
        return &request.lyrics;
    case PlannedField::Key:
        return &request.keyscale;
    case PlannedField::Meter:
        return &request.timesignature;
    case PlannedField::Language:
        return &request.vocalLanguage;
    case PlannedField::Tempo:
    case PlannedField::Length:
        return nullptr;
    }
    return nullptr;
}

bool setTempo(Request& request, const QString& text) {
    bool valid = false;
    const auto bpm = text.toInt(&valid);
    if (text.isEmpty())
        request.bpm.reset();
    else if (valid && bpm >= kMinBpm && bpm <= kMaxBpm)
        request.bpm = bpm;
    else
        return false;
    return true;
}

bool setLength(Request& request, const QString& text) {
    bool valid = false;
    const auto seconds = text.toDouble(&valid);
    if (!valid || seconds < kMinDurationSeconds || seconds > kMaxDurationSeconds)
        return false;
    request.duration = seconds;
    return true;
}

} // namespace

QString fieldName(PlannedField field) {
    switch (field) {
    case PlannedField::Caption:
        return PlanTexts::tr("Style");
    case PlannedField::Lyrics:
        return PlanTexts::tr("Lyrics");
    case PlannedField::Tempo:
        return PlanTexts::tr("Tempo (BPM)");
    case PlannedField::Key:
        return PlanTexts::tr("Key");
    case PlannedField::Meter:
        return PlanTexts::tr("Meter");
    case PlannedField::Language:
        return PlanTexts::tr("Language");
    case PlannedField::Length:
        return PlanTexts::tr("Length (s)");
    }
    return {};
}

QString originText(FieldOrigin origin) {
    switch (origin) {
    case FieldOrigin::Unchanged:
        return PlanTexts::tr("unchanged");
    case FieldOrigin::FilledIn:
        return PlanTexts::tr("filled in");
    case FieldOrigin::Changed:
        return PlanTexts::tr("changed");
    }
    return {};
}

QString fieldText(const Request& request, PlannedField field) {
    if (field == PlannedField::Tempo)
        return request.bpm ? QString::number(*request.bpm) : QString();
    if (field == PlannedField::Length)
        return request.duration > 0 ? QString::number(request.duration, 'g', 6) : QString();
    auto copy = request;
    const auto text = QString::fromStdString(*textOf(copy, field));
    return field == PlannedField::Language && text == QLatin1String("unknown") ? QString() : text;
}

bool setFieldText(Request& request, PlannedField field, const QString& text) {
    if (field == PlannedField::Tempo)
        return setTempo(request, text.trimmed());
    if (field == PlannedField::Length)
        return setLength(request, text.trimmed());
    const auto limit = field == PlannedField::Caption ? kMaxCaptionChars : kMaxLyricsChars;
    if (characterCount(text.trimmed()) > limit)
        return false;
    *textOf(request, field) = cleaned(text);
    if (field == PlannedField::Language && request.vocalLanguage.empty())
        request.vocalLanguage = "unknown";
    return true;
}

FieldOrigin originOf(const QString& typed, const QString& written) {
    if (typed == written)
        return FieldOrigin::Unchanged;
    return typed.isEmpty() ? FieldOrigin::FilledIn : FieldOrigin::Changed;
}

int codeCount(const AudioCodesField& codes) {
    return codes.empty() ? 0 : static_cast<int>(parseAudioCodes(codes.of(0)).size());
}

} // namespace ottava::ui
