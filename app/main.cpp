#include "app/app_options.h"
#include "app/composition.h"
#include "core/base/error.h"
#include "core/base/log.h"
#include "core/base/resources.h"
#include "core/version.h"
#include "ui/main/translations.h"
#include "ui/widgets/theme.h"

#include <QApplication>
#include <QIcon>

#include <cstdlib>
#include <iostream>

namespace {

using namespace ottava;

/// Reads the command line before a display is needed. Sets `exitCode` when the program ends here.
std::optional<int> readOptions(int argc, char** argv, app::AppOptions& options) {
    QCoreApplication early(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("ottava"));
    options.read(QCoreApplication::arguments());
    if (options.wantsHelp())
        std::cout << options.helpText().toStdString();
    else if (options.wantsVersion())
        std::cout << "ottava " << kVersion << '\n';
    else
        return std::nullopt;
    return 0;
}

/// The environment's models folder beats the saved one, as it does for ottava-cli; the command line beats both.
AppSettings settingsOfThisRun(AppSettings saved, const app::AppOptions& options) {
    if (const auto* models = std::getenv("OTTAVA_MODELS"); models && *models)
        saved.modelsDir = models;
    return options.applyTo(std::move(saved));
}

int runWindow(int argc, char** argv, const app::AppOptions& options) {
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("ottava"));
    QApplication::setApplicationDisplayName(QStringLiteral("Ottava"));
    QApplication::setApplicationVersion(QLatin1String(kVersion));
    QApplication::setDesktopFileName(QStringLiteral("io.github.ottava.Ottava"));
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/ottava/icons/app.svg")));

    Warnings warnings;
    const auto saved = loadSettings(settingsFile(), warnings);
    const auto settings = settingsOfThisRun(saved, options);
    log::start(settings.logLevel, stateDir() / "ottava.log");
    ui::installTranslations(application, QString::fromStdString(settings.language));
    ui::applyTheme(application, settings.theme);

    ui::Session session(app::sessionPaths(), saved, settings, app::probeMachine);
    ui::MainWindow window(app::windowServices(), session);
    for (const auto& warning : warnings)
        window.showMessage(QString::fromStdString(warning.message), {});
    window.show();
    return QApplication::exec();
}

} // namespace

int main(int argc, char** argv) try {
    app::AppOptions options;
    if (const auto done = readOptions(argc, argv, options))
        return *done;
    return runWindow(argc, argv, options);
} catch (const ottava::Error& error) {
    std::cerr << "ottava: " << error.what() << ' ' << error.remedy << '\n';
    return ottava::exitCode(error.code);
}
