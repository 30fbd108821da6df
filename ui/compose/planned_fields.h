#pragma once

#include "core/engine/plan.h"

#include <QString>

#include <array>

namespace ottava::ui {

/// The parts of a song that a language model may write.
enum class PlannedField { Caption, Lyrics, Tempo, Key, Meter, Language, Length };
inline constexpr std::array kPlannedFields = {PlannedField::Caption, PlannedField::Lyrics, PlannedField::Tempo,
                                              PlannedField::Key,     PlannedField::Meter,  PlannedField::Language,
                                              PlannedField::Length};

/// How what was written relates to what was typed.
enum class FieldOrigin { Unchanged, FilledIn, Changed };

QString fieldName(PlannedField field);
QString originText(FieldOrigin origin);

/// The field as text that can be edited; empty: left open. Tempo and length are plain numbers.
QString fieldText(const Request& request, PlannedField field);
/// Writes the text back; a number that is none or out of its range leaves the field as it was. False then.
bool setFieldText(Request& request, PlannedField field, const QString& text);

FieldOrigin originOf(const QString& typed, const QString& written);

/// Number of audio codes planned for the first item.
int codeCount(const AudioCodesField& codes);

} // namespace ottava::ui
