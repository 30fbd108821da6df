#include "ui/playback/transport_bar.h"

#include "core/audio/player.h"
#include "core/base/error.h"
#include "ui/playback/time_text.h"
#include "ui/playback/volume_slider.h"
#include "ui/widgets/icons.h"

#include <QActionGroup>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>

namespace ottava::ui {

namespace {

constexpr int kIconSize = 20;

} // namespace

TransportBar::TransportBar(QWidget* parent)
    : QWidget(parent),
      start_(makeButton(QStringLiteral("to-start"), tr("To the start (Home)"), "toStart")),
      play_(makeButton(QStringLiteral("play"), tr("Play (Space)"), "play")),
      stop_(makeButton(QStringLiteral("stop"), tr("Stop"), "stop")),
      end_(makeButton(QStringLiteral("to-end"), tr("To the end (End)"), "toEnd")),
      loop_(makeButton(QStringLiteral("loop"), tr("Loop the selection (L)"), "loop")),
      mute_(makeButton(QStringLiteral("volume"), tr("Mute"), "mute")),
      output_(makeButton(QStringLiteral("headphones"), tr("Audio output"), "output")),
      times_(new QLabel(this)),
      volume_(new VolumeSlider(this)),
      devices_(new QMenu(this)) {
    loop_->setCheckable(true);
    mute_->setCheckable(true);
    output_->setPopupMode(QToolButton::InstantPopup);
    output_->setMenu(devices_);
    volume_->setMinimumWidth(70);
    volume_->setMaximumWidth(140);
    buildLayout();
    connect(play_, &QToolButton::clicked, this, &TransportBar::playPressed);
    connect(stop_, &QToolButton::clicked, this, &TransportBar::stopPressed);
    connect(start_, &QToolButton::clicked, this, &TransportBar::startPressed);
    connect(end_, &QToolButton::clicked, this, &TransportBar::endPressed);
    connect(loop_, &QToolButton::toggled, this, &TransportBar::loopChanged);
    connect(mute_, &QToolButton::clicked, this, &TransportBar::setMuted);
    connect(volume_, &VolumeSlider::gainChanged, this, &TransportBar::showGain);
    connect(volume_, &VolumeSlider::gainChanged, this, &TransportBar::gainChanged);
    connect(devices_, &QMenu::aboutToShow, this, &TransportBar::fillDevices);
    setTimes(0, 0);
    setHasTake(false);
}

QToolButton* TransportBar::makeButton(const QString& iconName, const QString& name, const char* objectName) {
    auto* button = new QToolButton(this);
    button->setObjectName(QLatin1String(objectName));
    button->setIcon(icon(iconName));
    button->setIconSize({kIconSize, kIconSize});
    button->setToolTip(name);
    button->setAccessibleName(name);
    return button;
}

void TransportBar::buildLayout() {
    play_->setIconSize({kIconSize + 4, kIconSize + 4});
    for (auto* button : {start_, stop_, end_, loop_, mute_, output_})
        button->setProperty("role", "flat");
    times_->setObjectName(QStringLiteral("times"));
    times_->setAccessibleName(tr("Position and length"));
    times_->setMinimumWidth(times_->fontMetrics().horizontalAdvance(QStringLiteral("00:00.0 / 00:00")));

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    for (auto* button : {start_, play_, stop_, end_, loop_})
        layout->addWidget(button);
    layout->addSpacing(8);
    layout->addWidget(times_);
    layout->addStretch(1);
    layout->addWidget(mute_);
    layout->addWidget(volume_);
    layout->addWidget(output_);
}

void TransportBar::setPlaying(bool playing) {
    play_->setIcon(icon(playing ? QStringLiteral("pause") : QStringLiteral("play")));
    const auto name = playing ? tr("Pause (Space)") : tr("Play (Space)");
    play_->setToolTip(name);
    play_->setAccessibleName(name);
}

void TransportBar::setTimes(double positionSeconds, double totalSeconds) {
    times_->setText(tr("%1 / %2").arg(preciseClockText(positionSeconds), clockText(totalSeconds)));
}

void TransportBar::setHasTake(bool hasTake) {
    for (auto* button : {start_, play_, stop_, end_, loop_})
        button->setEnabled(hasTake);
    times_->setEnabled(hasTake);
}

void TransportBar::setLoop(bool on) {
    loop_->setChecked(on);
}

bool TransportBar::loop() const {
    return loop_->isChecked();
}

void TransportBar::setGain(double gain) {
    volume_->setGain(gain);
}

void TransportBar::setMuted(bool muted) {
    volume_->setGain(muted ? 0 : audibleGain_);
}

void TransportBar::showGain(double gain) {
    if (gain > 0)
        audibleGain_ = gain;
    mute_->setChecked(gain <= 0);
    mute_->setIcon(icon(gain > 0 ? QStringLiteral("volume") : QStringLiteral("volume-off")));
}

void TransportBar::fillDevices() {
    devices_->clear();
    auto* group = new QActionGroup(devices_);
    const auto add = [&](const QString& text, const QString& name) {
        auto* action = devices_->addAction(text);
        action->setCheckable(true);
        action->setChecked(name == device_);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, name] {
            device_ = name;
            emit deviceChosen(name);
        });
    };
    add(tr("System default"), {});
    devices_->addSeparator();
    std::vector<AudioDevice> found;
    try {
        found = Player::devices();
    } catch (const Error&) { // an audio system that cannot be asked has no devices to offer
    }
    for (const auto& device : found)
        add(QString::fromStdString(device.name), QString::fromStdString(device.name));
    if (found.empty())
        devices_->addAction(tr("No audio output found"))->setEnabled(false);
}

} // namespace ottava::ui
