#include "ui/main/translations.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

namespace ottava::ui {

void installTranslations(QCoreApplication& app, const QString& language) {
    const auto locale = language.isEmpty() ? QLocale::system() : QLocale(language);
    QLocale::setDefault(locale);
    const auto install = [&](const QLocale& wanted, const QString& name, const QString& folder) {
        auto* translator = new QTranslator(&app);
        if (translator->load(wanted, name, QStringLiteral("_"), folder))
            QCoreApplication::installTranslator(translator);
        else
            delete translator;
    };
    install(locale, QStringLiteral("qtbase"), QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    install(QLocale(QLocale::English), QStringLiteral("ottava"), QStringLiteral(":/i18n")); // plural forms
    install(locale, QStringLiteral("ottava"), QStringLiteral(":/i18n"));
}

} // namespace ottava::ui
