#pragma once

#include "core/audio/overview.h"
#include "ui/edit/region_set.h"
#include "ui/playback/time_axis.h"

#include <QPixmap>
#include <QWidget>

#include <optional>

namespace ottava::ui {

/// The picture of the recording that is to be changed, with the regions that are made anew.
/// Mouse: dragging across it adds a region, an edge can be dragged, a click chooses a region or seeks, the cross in a
/// region's corner removes it, the wheel zooms. Keys: arrows seek, with Shift they move the end and with Ctrl+Shift the
/// start of the chosen region; Insert adds one at the playhead, [ and ] put its ends there, Page Up and Page Down
/// choose, Delete removes. GUI thread.
class RegionView : public QWidget {
    Q_OBJECT
public:
    explicit RegionView(QWidget* parent = nullptr);

    void setSource(Overview overview, std::int64_t frames, int sampleRate);
    void clear();
    bool hasSource() const { return axis_.totalFrames() > 0; }

    /// Whether regions are shown and can be changed.
    void setEditable(bool editable);
    void setGrid(const SnapGrid& grid) { grid_ = grid; }
    void setRegions(const std::vector<TimeSpan>& regions);
    const std::vector<TimeSpan>& regions() const { return set_.all(); }
    std::optional<std::size_t> current() const { return current_; }
    void setPosition(std::int64_t frame);

    /// Some seconds from the playhead on.
    void addRegionHere();
    void removeRegion(std::size_t index);
    void changeRegion(std::size_t index, TimeSpan span);

    double seconds(std::int64_t frame) const { return static_cast<double>(frame) / sampleRate_; }
    double position() const { return seconds(position_); }
    const TimeAxis& axis() const { return axis_; }
    /// "0:42 of 3:02, 2 regions, region 1 from 0:10.0 to 0:12.5": for screen readers.
    QString spokenValue() const;

    QSize sizeHint() const override { return {320, 116}; }
    QSize minimumSizeHint() const override { return {160, 96}; }

signals:
    void regionsChanged();
    void seekRequested(qint64 frame);
    void playRequested();

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    /// One end of a region.
    struct Edge {
        std::size_t region;
        bool isEnd;
    };

    QRect waveRect() const;
    QRect rulerRect() const;
    QRectF boxOf(const TimeSpan& span) const;
    QRectF crossOf(const TimeSpan& span) const;
    void renderWave();
    void paintRegions(QPainter& painter);
    void paintRegion(QPainter& painter, const TimeSpan& span, const QString& name, bool chosen);
    void invalidate();
    void changed();
    void choose(std::optional<std::size_t> region);
    void seekTo(std::int64_t frame);
    double pixelOf(double seconds) const { return axis_.pixelOf(seconds * sampleRate_); }
    double secondsAt(double pixel) const { return seconds(axis_.frameAt(pixel)); }
    std::optional<Edge> edgeNear(double pixel) const;
    std::optional<std::size_t> crossAt(const QPointF& point) const;
    void moveCursorShape(const QPointF& point);
    void dragTo(double pixel);
    void finishDrag();
    bool seekKey(const QKeyEvent& event);
    bool regionKey(const QKeyEvent& event);
    /// On the grid, whose last line is the end of the source.
    double snapped(double seconds) const;
    void moveEnd(double by, bool isEnd);
    void setEndHere(bool isEnd);

    Overview overview_;
    TimeAxis axis_;
    RegionSet set_;
    SnapGrid grid_;
    int sampleRate_ = 48'000;
    std::int64_t position_ = 0;
    bool editable_ = false;
    std::optional<std::size_t> current_;

    bool pressed_ = false;
    double pressPixel_ = 0;
    std::optional<Edge> held_;     ///< the edge that was pressed
    std::optional<TimeSpan> live_; ///< what the drag makes, or turns the held region into
    std::optional<double> hover_;  ///< pixel under the mouse
    QPixmap wave_;                 ///< in device pixels; null: to be drawn anew
};

} // namespace ottava::ui
