#pragma once

#include <QComboBox>
#include <QString>

namespace ottava::ui {

/// Fills a box with the song languages that the model knows: first "Auto" (code `unknown`), then by their names in the
/// program's language. The items' data are the codes.
void fillLanguages(QComboBox& box);

/// "Auto" (data: empty) and the 24 usual keys, as the model spells them ("F# minor").
void fillKeys(QComboBox& box);

/// "Auto" (data: empty), 2/4, 3/4, 4/4, 6/8; data: the number of beats, as the model takes it.
void fillMeters(QComboBox& box);

/// Selects the item of that code; one that the box does not offer is added as it is written, so that no song loses it.
void selectCode(QComboBox& box, const QString& code);

} // namespace ottava::ui
