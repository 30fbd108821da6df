#pragma once

#include <QWidget>

class QLabel;
class QMenu;
class QToolButton;

namespace ottava::ui {

class VolumeSlider;

/// Buttons and readings of the player. Knows no player: it shows what it is told and says what was pressed.
class TransportBar : public QWidget {
    Q_OBJECT
public:
    explicit TransportBar(QWidget* parent = nullptr);

    void setPlaying(bool playing);
    void setTimes(double positionSeconds, double totalSeconds);
    /// Without a take only volume and output can be used.
    void setHasTake(bool hasTake);
    void setLoop(bool on);
    bool loop() const;
    /// Linear, 0 to 1.
    void setGain(double gain);
    /// Name of the output in use; empty: the system's default.
    void setDevice(const QString& name) { device_ = name; }

signals:
    void playPressed();
    void stopPressed();
    void startPressed();
    void endPressed();
    void loopChanged(bool on);
    void gainChanged(double gain);
    void deviceChosen(QString name);

private:
    QToolButton* makeButton(const QString& iconName, const QString& name, const char* objectName);
    void buildLayout();
    void fillDevices();
    void setMuted(bool muted);
    void showGain(double gain);

    QToolButton *start_, *play_, *stop_, *end_, *loop_, *mute_, *output_;
    QLabel* times_;
    VolumeSlider* volume_;
    QMenu* devices_;
    QString device_;
    double audibleGain_ = 1; ///< what unmuting goes back to
};

} // namespace ottava::ui
