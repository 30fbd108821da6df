#include "ui/compose/choices.h"

#include <QCollator>
#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <utility>
#include <vector>

namespace ottava::ui {

namespace {

struct Choices {
    Q_DECLARE_TR_FUNCTIONS(Choices)
public:
    static QString automatic() { return tr("Auto"); }
    static QString cantonese() { return tr("Cantonese"); }
    static QString sanskrit() { return tr("Sanskrit"); }
    static QString major(const QString& note) { return tr("%1 major").arg(note); }
    static QString minor(const QString& note) { return tr("%1 minor").arg(note); }
};

constexpr const char* kLanguageCodes[] = {"ar", "az", "bg", "bn", "ca", "cs", "da", "de", "el", "en",  "es", "fa", "fi",
                                          "fr", "he", "hi", "hr", "ht", "hu", "id", "is", "it", "ja",  "ko", "la", "lt",
                                          "ms", "ne", "nl", "no", "pa", "pl", "pt", "ro", "ru", "sa",  "sk", "sr", "sv",
                                          "sw", "ta", "te", "th", "tl", "tr", "uk", "ur", "vi", "yue", "zh"};

QString languageName(const QString& code) {
    if (code == QLatin1String("yue"))
        return Choices::cantonese();
    if (code == QLatin1String("sa"))
        return Choices::sanskrit();
    const auto language = QLocale::codeToLanguage(code);
    const QLocale locale(language);
    const auto name = locale.language() == language && !locale.nativeLanguageName().isEmpty()
                          ? locale.nativeLanguageName()
                          : QLocale::languageToString(language);
    return name.left(1).toUpper() + name.mid(1);
}

} // namespace

void fillLanguages(QComboBox& box) {
    std::vector<std::pair<QString, QString>> languages;
    for (const auto* code : kLanguageCodes)
        languages.emplace_back(languageName(QLatin1String(code)), QLatin1String(code));
    const QCollator collator;
    std::sort(languages.begin(), languages.end(),
              [&](const auto& a, const auto& b) { return collator.compare(a.first, b.first) < 0; });
    box.addItem(Choices::automatic(), QStringLiteral("unknown"));
    for (const auto& [name, code] : languages)
        box.addItem(name, code);
}

void fillKeys(QComboBox& box) {
    box.addItem(Choices::automatic(), QString());
    for (const auto* note : {"C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"}) {
        const auto name = QString::fromLatin1(note);
        box.addItem(Choices::major(name), name + QLatin1String(" major"));
        box.addItem(Choices::minor(name), name + QLatin1String(" minor"));
    }
}

void fillMeters(QComboBox& box) {
    box.addItem(Choices::automatic(), QString());
    for (const auto& [name, beats] : {std::pair{"2/4", "2"}, {"3/4", "3"}, {"4/4", "4"}, {"6/8", "6"}})
        box.addItem(QLatin1String(name), QLatin1String(beats));
}

void selectCode(QComboBox& box, const QString& code) {
    if (box.findData(code) < 0)
        box.addItem(code, code);
    box.setCurrentIndex(box.findData(code));
}

} // namespace ottava::ui
