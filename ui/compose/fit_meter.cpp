#include "ui/compose/fit_meter.h"

#include "core/base/units.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/time_field.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>

#include <algorithm>

namespace ottava::ui {

namespace {

constexpr int kLeastBar = 40; // pixels
constexpr int kBarSteps = 1000;
constexpr int kSignPixels = 16;

QString gigabytes(std::int64_t bytes) {
    return QLocale().toString(static_cast<double>(bytes) / kBytesPerGiB, 'f', 1);
}

QString duration(double seconds) {
    constexpr double kInSeconds = 90; // from here on minutes say more
    if (seconds < kInSeconds)
        return FitMeter::tr("about %1 s").arg(std::max(1, qRound(seconds)));
    return FitMeter::tr("about %1 min").arg(formatTime(seconds));
}

QString change(MemoryRelief relief) {
    switch (relief) {
    case MemoryRelief::LmLeaves:
        return FitMeter::tr("the language model leaves after planning");
    case MemoryRelief::ModelsTakeTurns:
        return FitMeter::tr("one model is loaded at a time");
    case MemoryRelief::SmallerTiles:
        return FitMeter::tr("the audio is decoded in shorter tiles");
    case MemoryRelief::BatchSplit:
        return FitMeter::tr("the takes are not all diffused at once");
    case MemoryRelief::DitByLayer:
        return FitMeter::tr("the music model is loaded layer by layer (slower)");
    case MemoryRelief::LmOnHost:
        return FitMeter::tr("the language model works on the processor (slower)");
    case MemoryRelief::VaeOnHost:
        return FitMeter::tr("the processor decodes the audio (slower)");
    case MemoryRelief::AllOnHost:
        return FitMeter::tr("the processor does everything (much slower)");
    }
    return {};
}

} // namespace

QString fitText(const SongEstimate& estimate, int songs) {
    const auto& plan = estimate.memory;
    auto text = FitMeter::tr("%1 / %2 GB").arg(gigabytes(plan.allocatedBytes()), gigabytes(plan.budget.usable()));
    if (!plan.fits())
        text = FitMeter::tr("%1: may not fit").arg(text);
    if (estimate.seconds)
        text = FitMeter::tr("%1 · %2", "memory · time").arg(text, duration(*estimate.seconds * songs));
    return text;
}

QString fitChanges(const MemoryPlan& plan) {
    QStringList changes;
    for (const auto relief : plan.reliefs)
        if (const auto text = change(relief); !changes.contains(text))
            changes << text;
    if (changes.isEmpty())
        return {};
    return FitMeter::tr("So that it fits: %1.").arg(changes.join(QStringLiteral(", ")));
}

FitMeter::FitMeter(QWidget* parent)
    : QWidget(parent), sign_(new QLabel(this)), bar_(new QProgressBar(this)), text_(new QLabel(this)) {
    setObjectName(QStringLiteral("fitMeter"));
    auto* name = new QLabel(tr("Fit"), this);
    name->setBuddy(bar_);
    bar_->setObjectName(QStringLiteral("fitBar"));
    bar_->setRange(0, kBarSteps);
    bar_->setTextVisible(false);
    bar_->setMinimumWidth(kLeastBar);
    bar_->setAccessibleName(tr("Memory that the song will take"));
    text_->setObjectName(QStringLiteral("fitText"));
    sign_->setPixmap(icon(QStringLiteral("warning")).pixmap(kSignPixels, kSignPixels));
    sign_->hide();
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(name);
    layout->addWidget(bar_, 1);
    layout->addWidget(sign_);
    layout->addWidget(text_);
    hide();
}

void FitMeter::showEstimate(const SongEstimate& estimate, int songs) {
    const auto& plan = estimate.memory;
    const auto usable = static_cast<double>(std::max<std::int64_t>(plan.budget.usable(), 1));
    const auto share = static_cast<double>(plan.allocatedBytes()) / usable;
    const auto text = fitText(estimate, songs), changes = fitChanges(plan);
    bar_->setValue(qRound(std::min(share, 1.0) * kBarSteps));
    bar_->setAccessibleDescription(changes.isEmpty() ? text : text + QStringLiteral(". ") + changes);
    text_->setWordWrap(!plan.fits()); // the longer text; the other one keeps its line
    text_->setText(text);
    const auto meaning = songs > 1
                             ? tr("Memory of one song, and time of all %n, as far as is known here.", nullptr, songs)
                             : tr("Memory and time that this song will take, as far as is known here.");
    setToolTip(changes.isEmpty() ? meaning : changes);
    sign_->setVisible(!plan.fits());
    show();
}

void FitMeter::showNothing() {
    hide();
}

} // namespace ottava::ui
