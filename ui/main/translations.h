#pragma once

#include <QString>

class QCoreApplication;

namespace ottava::ui {

/// Makes the program speak `language` ("it", "en"; empty: the system's), Qt's own texts and number formats included.
/// English where there is no translation. Called once, before the first widget.
void installTranslations(QCoreApplication& app, const QString& language);

} // namespace ottava::ui
