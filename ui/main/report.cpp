#include "ui/main/report.h"

#include "core/engine/settings.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QStringList>
#include <QSysInfo>

#include <algorithm>

namespace ottava::ui {

namespace {

constexpr qint64 kLogBytes = 4096;

QString logTail(const std::filesystem::path& logFile) {
    QFile file(QString::fromStdString(logFile.string()));
    if (logFile.empty() || !file.open(QIODevice::ReadOnly))
        return {};
    file.seek(std::max<qint64>(0, file.size() - kLogBytes));
    return QString::fromUtf8(file.readAll());
}

QString onOff(bool on) {
    return on ? QStringLiteral("on") : QStringLiteral("off");
}

} // namespace

// The report is for the makers, so it is not translated.
QString reportText(const ReportInput& input) {
    QStringList lines{QStringLiteral("Ottava %1").arg(QCoreApplication::applicationVersion()),
                      QStringLiteral("System: %1, Qt %2, libtorch %3")
                          .arg(QSysInfo::prettyProductName(), QLatin1String(qVersion()), input.libtorchVersion)};
    if (input.hardware) {
        const auto& device = input.hardware->limits.device;
        lines << QStringLiteral("Device: %1, %2 GB video memory, %3 GB memory, %4 threads")
                     .arg(QString::fromStdString(device.name))
                     .arg(device.vramGb, 0, 'f', 1)
                     .arg(device.ramGb, 0, 'f', 1)
                     .arg(device.threads);
        lines << QStringLiteral("Tier: %1").arg(QString::fromStdString(input.hardware->limits.tier.id));
    }
    const auto& settings = input.settings;
    lines << QStringLiteral("Settings: %1, %2, language model %3, device %4, compile %5, flash attention %6")
                 .arg(QString::fromStdString(settings.dit),
                      QString::fromStdString(std::string(precisionName(settings.precision))),
                      settings.lmEnabled ? QString::fromStdString(settings.lm.value_or("of the tier"))
                                         : QStringLiteral("off"),
                      QString::fromStdString(settings.device), onOff(settings.compile), onOff(settings.flashAttention));
    if (!input.message.isEmpty())
        lines << QStringLiteral("Message: %1").arg(input.message);
    lines << QStringLiteral("Log:") << logTail(input.logFile);
    return lines.join(QLatin1Char('\n')).replace(QDir::homePath(), QStringLiteral("~"));
}

} // namespace ottava::ui
