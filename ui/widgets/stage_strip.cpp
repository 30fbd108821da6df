#include "ui/widgets/stage_strip.h"

#include "ui/widgets/time_field.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QStyle>

#include <algorithm>
#include <cmath>

namespace ottava::ui {

namespace {

constexpr int kClockMs = 250;
constexpr int kBarUnits = 1000;
constexpr double kMostBeforeTheEnd = 0.97; // a full bar would say that it is done

struct StageNames {
    Q_DECLARE_TR_FUNCTIONS(StageNames)
public:
    static QString of(Stage stage) {
        switch (stage) {
        case Stage::Loading:
            return tr("Loading");
        case Stage::Planning:
            return tr("Planning");
        case Stage::Encoding:
            return tr("Encoding");
        case Stage::Diffusion:
            return tr("Diffusion");
        case Stage::Decoding:
            return tr("Decoding");
        case Stage::Checking:
            return tr("Checking");
        case Stage::Saving:
            return tr("Saving");
        }
        return {};
    }
};

void setStageState(QLabel* chip, const char* state) {
    if (chip->property("stage").toString() == QLatin1String(state))
        return;
    chip->setProperty("stage", state);
    chip->style()->unpolish(chip);
    chip->style()->polish(chip);
}

} // namespace

StageStrip::StageStrip(QWidget* parent)
    : QFrame(parent),
      chipRow_(new QWidget(this)),
      text_(new QLabel(tr("Ready"), this)),
      bar_(new QProgressBar(this)),
      times_(new QLabel(this)),
      waiting_(new QLabel(this)),
      cancel_(new QPushButton(tr("Cancel"), this)),
      keep_(new QPushButton(tr("Keep going"), this)) {
    setProperty("role", "strip");
    setAccessibleName(tr("Progress"));
    buildChips();
    bar_->setRange(0, kBarUnits);
    bar_->setTextVisible(false);
    bar_->setAccessibleName(tr("Progress of this song"));
    times_->setProperty("role", "muted");
    waiting_->setProperty("role", "muted");
    cancel_->setObjectName(QStringLiteral("cancelJob"));
    cancel_->setToolTip(tr("Stop this song (Esc)"));

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 5, 8, 5);
    layout->setSpacing(12);
    layout->addWidget(text_);
    layout->addWidget(chipRow_);
    layout->addWidget(bar_, 1);
    layout->addStretch(0);
    layout->addWidget(times_);
    layout->addWidget(waiting_);
    layout->addWidget(keep_);
    layout->addWidget(cancel_);
    setFixedHeight(cancel_->sizeHint().height() + 14);

    connect(cancel_, &QPushButton::clicked, this, [this] { stop(); });
    connect(keep_, &QPushButton::clicked, this, [this] { ask(false); });
    connect(&clock_, &QTimer::timeout, this, [this] { showTimes(); });
    clock_.setInterval(kClockMs);
    rest(tr("Ready"));
}

void StageStrip::buildChips() {
    auto* row = new QHBoxLayout(chipRow_);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    for (const auto stage : {Stage::Loading, Stage::Planning, Stage::Encoding, Stage::Diffusion, Stage::Decoding,
                             Stage::Checking, Stage::Saving}) {
        auto* chip = new QLabel(StageNames::of(stage), chipRow_);
        chip->setProperty("stage", "pending");
        row->addWidget(chip);
        chips_[stage] = chip;
    }
}

void StageStrip::begin(const std::set<Stage>& stages) {
    running_ = true;
    latest_ = {};
    sinceLatest_.start();
    for (const auto& [stage, chip] : chips_)
        chip->setVisible(stages.contains(stage));
    text_->hide();
    chipRow_->show();
    bar_->show();
    times_->show();
    cancel_->show();
    cancel_->setEnabled(true);
    ask(false);
    showStage(latest_);
    clock_.start();
}

void StageStrip::setProgress(const Progress& progress) {
    if (!running_)
        return;
    if (progress.stage != latest_.stage)
        setAccessibleDescription(StageNames::of(progress.stage)); // spoken at stage changes only
    latest_ = progress;
    sinceLatest_.start();
    showStage(progress);
}

/// How far a stage is; where its end is not known (a plan's text), how much there is.
QString StageStrip::withCount(const QString& name, const Progress& progress) {
    if (progress.steps > 0)
        return QStringLiteral("%1 %2/%3").arg(name).arg(progress.step).arg(progress.steps);
    return progress.step > 0 ? QStringLiteral("%1 %2").arg(name).arg(progress.step) : name;
}

void StageStrip::showStage(const Progress& progress) {
    for (const auto& [stage, chip] : chips_) {
        const auto name = StageNames::of(stage);
        const auto active = stage == progress.stage;
        chip->setText(active ? withCount(name, progress) : name);
        setStageState(chip, active ? "active" : stage < progress.stage ? "done" : "pending");
    }
    chips_[progress.stage]->show();
    showTimes();
}

void StageStrip::showTimes() {
    const auto since = static_cast<double>(sinceLatest_.elapsed()) / 1000.0;
    const auto elapsed = latest_.elapsedSeconds + since;
    if (!latest_.etaSeconds) {
        times_->setText(tr("%1 elapsed").arg(formatTime(elapsed)));
        bar_->setValue(0);
        return;
    }
    const auto left = std::max(0.0, *latest_.etaSeconds - since);
    times_->setText(left > 0 ? tr("%1 elapsed · %2 left").arg(formatTime(elapsed), formatTime(std::ceil(left)))
                             : tr("%1 elapsed · longer than expected").arg(formatTime(elapsed)));
    const auto share = elapsed / std::max(elapsed + left, 1e-3);
    bar_->setValue(static_cast<int>(kBarUnits * std::min(share, kMostBeforeTheEnd)));
}

void StageStrip::rest(const QString& text) {
    running_ = false;
    clock_.stop();
    text_->setText(text);
    setAccessibleDescription(text);
    text_->show();
    for (auto* widget : {chipRow_, static_cast<QWidget*>(bar_), static_cast<QWidget*>(times_),
                         static_cast<QWidget*>(cancel_), static_cast<QWidget*>(keep_)})
        widget->hide();
}

void StageStrip::setWaiting(int jobs) {
    waiting_->setText(jobs > 0 ? tr("%n waiting", nullptr, jobs) : QString());
    waiting_->setVisible(jobs > 0 && !asking_);
}

void StageStrip::escapePressed() {
    if (!running_)
        return;
    if (asking_)
        stop();
    else
        ask(true);
}

void StageStrip::ask(bool asking) {
    asking_ = asking;
    keep_->setVisible(asking);
    bar_->setVisible(!asking && running_); // makes room for the question
    waiting_->setVisible(!asking && !waiting_->text().isEmpty());
    cancel_->setText(asking ? tr("Stop this song?") : tr("Cancel"));
    if (asking)
        cancel_->setFocus();
}

void StageStrip::stop() {
    ask(false);
    cancel_->setEnabled(false);
    cancel_->setText(tr("Stopping…"));
    emit cancelRequested();
}

} // namespace ottava::ui
