#pragma once

#include "core/base/error.h"
#include "core/base/warning.h"

#include <QString>

namespace ottava::ui {

/// What core says, in the language of the window; words without a translation stay English. Any thread.
QString inWindowLanguage(const Sentence& sentence);

/// What is shown of a fault or a warning.
struct CoreWords {
    QString what, remedy;
    QString detail; ///< core's own English, where the words above had to be made up for it
};

/// Where the window's language has no translation of what core says, the kind of the fault speaks.
CoreWords wordsOf(const Error& error);
CoreWords wordsOf(const Warning& warning);

} // namespace ottava::ui
