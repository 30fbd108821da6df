#include "app/app_options.h"

#include "core/base/error.h"

#include <QRegularExpression>

namespace ottava::app {

AppOptions::AppOptions() {
    parser_.setApplicationDescription(QStringLiteral("Music with ACE-Step 1.5 on your own machine."));
    parser_.addOption({{"h", "help"}, QStringLiteral("Show this help.")});
    parser_.addOption({{"v", "version"}, QStringLiteral("Show the version.")});
    add("models", "DIR", "Folder that holds the models.");
    add("library", "DIR", "Folder for finished songs.");
    add("lm", "NAME|none", "Language model, or none.");
    add("dit", "NAME", "Music model.");
    add("device", "auto|cpu|cuda[:N]", "Device to work on.");
    add("offload", "auto|on|off", "Keep models in main memory while they wait.");
    add("precision", "auto|fp32|bf16|int8", "Precision of the models.");
    add("compile", "on|off", "Compile the models for this machine.");
    add("flash-attention", "on|off", "Use flash attention.");
    add("log-level", "debug|info|warn|error|off", "How much is logged.");
}

void AppOptions::add(const QString& name, const QString& placeholder, const QString& help) {
    parser_.addOption({name, help, placeholder});
}

void AppOptions::read(const QStringList& words) {
    if (!parser_.parse(words))
        throw Error{ErrorCode::BadRequest, parser_.errorText().toStdString(), "See ottava --help."};
    if (!parser_.positionalArguments().isEmpty())
        throw Error{ErrorCode::BadRequest,
                    "Unexpected argument '" + parser_.positionalArguments().front().toStdString() + "'.",
                    "See ottava --help."};
    applyTo({}); // refuses bad values before a window opens
}

std::string AppOptions::word(const char* name, const QStringList& words) const {
    const auto given = parser_.value(QLatin1String(name));
    if (!words.contains(given))
        throw Error{ErrorCode::BadRequest, std::string("--") + name + " does not take '" + given.toStdString() + "'.",
                    "It takes one of: " + words.join(QStringLiteral(", ")).toStdString() + "."};
    return given.toStdString();
}

AppSettings AppOptions::applyTo(AppSettings settings) const {
    if (isSet("models"))
        settings.modelsDir = text("models");
    if (isSet("library"))
        settings.libraryDir = text("library");
    if (isSet("lm")) {
        settings.lmEnabled = text("lm") != "none";
        if (settings.lmEnabled)
            settings.lm = text("lm");
    }
    if (isSet("dit"))
        settings.dit = text("dit");
    if (isSet("device")) {
        static const QRegularExpression known(QStringLiteral("^(auto|cpu|cuda(:[0-9]+)?)$"));
        if (!known.match(QString::fromStdString(text("device"))).hasMatch())
            throw Error{ErrorCode::BadRequest, "--device does not take '" + text("device") + "'.",
                        "It takes auto, cpu, cuda or cuda:N."};
        settings.device = text("device");
    }
    if (isSet("offload")) {
        const auto offload = word("offload", {"auto", "on", "off"});
        settings.offload = offload == "auto" ? std::nullopt : std::optional(offload == "on");
    }
    if (isSet("precision"))
        settings.precision = *precisionFromName(word("precision", {"auto", "fp32", "bf16", "int8"}));
    if (isSet("compile"))
        settings.compile = word("compile", {"on", "off"}) == "on";
    if (isSet("flash-attention"))
        settings.flashAttention = word("flash-attention", {"on", "off"}) == "on";
    if (isSet("log-level"))
        settings.logLevel = log::parseLevel(text("log-level"));
    return settings;
}

} // namespace ottava::app
