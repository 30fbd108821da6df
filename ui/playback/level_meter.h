#pragma once

#include "core/audio/player.h"

#include <QWidget>

#include <vector>

namespace ottava::ui {

/// Peak level of each channel with a hold mark, and in figures the highest true peak and the loudness. Falls at the
/// pace of the reports, which come 30 times a second.
class LevelMeter : public QWidget {
    Q_OBJECT
public:
    explicit LevelMeter(QWidget* parent = nullptr);

    void setLevels(const Levels& levels);
    /// Back to silence; the figures too.
    void reset();
    /// The bars go to silence, the figures stay: sound has stopped.
    void settle();

    /// What is shown for a channel now, dBFS, −60 at least.
    double shownDb(std::size_t channel) const { return bars_.at(channel).level; }
    double heldDb(std::size_t channel) const { return bars_.at(channel).held; }
    const QString& peakText() const { return peakText_; }
    const QString& loudnessText() const { return loudnessText_; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    struct Bar {
        double level, held;
        int holdReports = 0; ///< how many reports the mark still stays
    };

    void setTexts(const Levels& levels);
    int textWidth() const;
    void paintBar(QPainter& painter, const QRectF& groove, const Bar& bar) const;

    std::vector<Bar> bars_;
    QString peakText_, loudnessText_;
};

} // namespace ottava::ui
