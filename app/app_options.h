#pragma once

#include "core/engine/settings.h"

#include <QCommandLineParser>
#include <QStringList>

namespace ottava::app {

/// The command line of the desktop program. A value given there overrides the saved setting for this run.
class AppOptions {
public:
    AppOptions();

    /// Throws Error (BadRequest) for an unknown option or a value that an option does not take.
    void read(const QStringList& words);

    bool wantsHelp() const { return parser_.isSet(QStringLiteral("help")); }
    bool wantsVersion() const { return parser_.isSet(QStringLiteral("version")); }
    QString helpText() const { return parser_.helpText(); }

    /// `settings` with everything that was given on the command line on top.
    AppSettings applyTo(AppSettings settings) const;

private:
    void add(const QString& name, const QString& placeholder, const QString& help);
    bool isSet(const char* name) const { return parser_.isSet(QLatin1String(name)); }
    std::string text(const char* name) const { return parser_.value(QLatin1String(name)).toStdString(); }
    /// One of `words`, or BadRequest.
    std::string word(const char* name, const QStringList& words) const;

    QCommandLineParser parser_;
};

} // namespace ottava::app
