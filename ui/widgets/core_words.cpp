#include "ui/widgets/core_words.h"

#include <QCoreApplication>

namespace ottava::ui {

namespace {

struct CoreTexts {
    Q_DECLARE_TR_FUNCTIONS(CoreTexts)
};

QString translated(const std::string& pattern) {
    return QCoreApplication::translate("Core", pattern.c_str());
}

bool windowIsEnglish() {
    return CoreTexts::tr("English", "the language of this translation, in itself") == QLatin1String("English");
}

bool isKnown(const Sentence& sentence) {
    return windowIsEnglish() || translated(sentence.pattern) != QString::fromStdString(sentence.pattern);
}

QString faultName(ErrorCode code) {
    switch (code) {
    case ErrorCode::BadRequest:
        return CoreTexts::tr("This cannot be made as it is set.");
    case ErrorCode::ModelMissing:
        return CoreTexts::tr("A model is missing.");
    case ErrorCode::ModelCorrupt:
        return CoreTexts::tr("A model file is damaged or of another kind.");
    case ErrorCode::OutOfMemory:
        return CoreTexts::tr("There is not enough memory for this.");
    case ErrorCode::FileFault:
        return CoreTexts::tr("A file cannot be read or written.");
    case ErrorCode::AudioFault:
        return CoreTexts::tr("The audio device does not work.");
    case ErrorCode::Internal:
        return CoreTexts::tr("Something went wrong inside.");
    }
    return {};
}

QString usualRemedy(ErrorCode code) {
    switch (code) {
    case ErrorCode::BadRequest:
        return CoreTexts::tr("The tooltip says what is wrong.");
    case ErrorCode::ModelMissing:
        return CoreTexts::tr("Install it, or choose another model or models folder.");
    case ErrorCode::ModelCorrupt:
        return CoreTexts::tr("Download it again.");
    case ErrorCode::OutOfMemory:
        return CoreTexts::tr("Make the song shorter, take fewer takes at once, or close other programs.");
    case ErrorCode::FileFault:
        return CoreTexts::tr("Check the file, its folder and the disk.");
    case ErrorCode::AudioFault:
        return CoreTexts::tr("Choose another output device in the settings.");
    case ErrorCode::Internal:
        return CoreTexts::tr("Copy the report and tell its makers.");
    }
    return {};
}

/// What is said of a warning before, or instead of, its own words; empty: its own words are enough.
QString headline(WarningCode code) {
    switch (code) {
    case WarningCode::LmUnavailable:
        return CoreTexts::tr("The song was made without a planner.");
    case WarningCode::LmClamped:
        return CoreTexts::tr("Another planner was used.");
    case WarningCode::MemoryRelieved:
        return CoreTexts::tr("Memory ran out on the way; the song was finished all the same.");
    case WarningCode::DurationClamped:
        return CoreTexts::tr("The song was shortened.");
    default:
        return {};
    }
}

QString usualWarning(WarningCode code) {
    const auto name = headline(code);
    if (!name.isEmpty())
        return name;
    return code == WarningCode::SettingIgnored || code == WarningCode::EnvironmentIgnored
               ? CoreTexts::tr("A setting could not be used.")
               : CoreTexts::tr("The song was not made quite as asked.");
}

} // namespace

QString inWindowLanguage(const Sentence& sentence) {
    const auto pattern = translated(sentence.pattern);
    if (sentence.values.empty())
        return pattern;
    std::vector<std::string> words;
    for (const auto& value : sentence.values)
        words.push_back(inWindowLanguage(value).toStdString());
    return QString::fromStdString(filled(pattern.toStdString(), words));
}

CoreWords wordsOf(const Error& error) {
    CoreWords words{.what = inWindowLanguage(error.message), .remedy = inWindowLanguage(error.advice), .detail = {}};
    if (!isKnown(error.message)) {
        words.what = faultName(error.code);
        words.detail = QString::fromUtf8(error.what());
    }
    if (!isKnown(error.advice)) {
        words.remedy = usualRemedy(error.code);
        words.detail = QString::fromUtf8(error.what()) + QLatin1Char(' ') + QString::fromStdString(error.remedy);
    }
    return words;
}

CoreWords wordsOf(const Warning& warning) {
    const auto name = headline(warning.code);
    if (!isKnown(warning.sentence))
        return {usualWarning(warning.code), {}, QString::fromStdString(warning.message)};
    const auto words = inWindowLanguage(warning.sentence);
    return name.isEmpty() ? CoreWords{words, {}, {}} : CoreWords{name, words, {}};
}

} // namespace ottava::ui
