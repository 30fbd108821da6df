#include "ui/widgets/tier_text.h"

#include <QCoreApplication>
#include <QLocale>

namespace ottava::ui {

namespace {

struct TierText {
    Q_DECLARE_TR_FUNCTIONS(TierText)
};

QString gigabytes(double gib) {
    return QLocale().toString(gib, 'f', 1);
}

QString minutes(int seconds) {
    return seconds % 60 == 0 ? QLocale().toString(seconds / 60) : QLocale().toString(seconds / 60.0, 'f', 1);
}

} // namespace

QString tierTitle(const Limits& limits) {
    const auto id = QString::fromStdString(limits.tier.id);
    if (id.startsWith(QLatin1String("tier")))
        return TierText::tr("Tier %1").arg(id.mid(4));
    return TierText::tr("Unlimited tier");
}

QString deviceText(const Device& device) {
    const auto name = QString::fromStdString(device.name);
    if (device.simulated)
        return TierText::tr("%1 · simulated %2 GB").arg(name, gigabytes(device.vramGb));
    if (device.kind == Device::Kind::Cpu)
        return TierText::tr("%1 · no GPU").arg(name);
    return TierText::tr("%1 · %2 GB, %3 free").arg(name, gigabytes(device.vramGb), gigabytes(device.freeVramGb));
}

QString allowanceText(const Limits& limits, bool withLm) {
    const auto limit = limits.inForce(withLm);
    const auto text =
        TierText::tr("up to %1 min, %n take(s)", nullptr, limit.maxBatch).arg(minutes(limit.maxDurationSeconds));
    return withLm ? TierText::tr("%1 with LM").arg(text) : text;
}

QString lmShortName(const std::string& name) {
    const auto text = QString::fromStdString(name);
    const auto mark = QStringLiteral("-lm-");
    const auto at = text.lastIndexOf(mark);
    return at < 0 ? text : text.mid(at + mark.size());
}

QString durationReason(const Limits& limits, bool withLm) {
    const auto limit = minutes(limits.ofTier(withLm).maxDurationSeconds);
    return withLm ? TierText::tr("%1 min is the safe limit of %2 while a language model is loaded.")
                        .arg(limit, tierTitle(limits))
                  : TierText::tr("%1 min is the safe limit of %2.").arg(limit, tierTitle(limits));
}

QString batchReason(const Limits& limits, bool withLm) {
    const auto limit = limits.ofTier(withLm).maxBatch;
    return withLm ? TierText::tr("%n take(s) at once is the safe limit of %1 while a language model is loaded.",
                                 nullptr, limit)
                        .arg(tierTitle(limits))
                  : TierText::tr("%n take(s) at once is the safe limit of %1.", nullptr, limit).arg(tierTitle(limits));
}

} // namespace ottava::ui
