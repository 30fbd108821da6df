#pragma once

#include "core/audio/overview.h"
#include "ui/playback/frame_selection.h"
#include "ui/playback/time_axis.h"

#include <QPixmap>
#include <QWidget>

#include <optional>
#include <span>
#include <vector>

namespace ottava::ui {

/// A part of a song, such as "Chorus".
struct WaveformSection {
    QString label;
    std::int64_t firstFrame = 0, lastFrame = 0;
};

/// The picture of a take: peaks, playhead, selection, sections, ruler. Frames are at 48 kHz unless said otherwise.
/// Mouse: click seeks, drag selects, a selection's edge can be dragged, wheel zooms at the cursor, Shift+wheel scrolls,
/// double click selects the section or everything. Keys: arrows and Home/End seek, with Shift they select, [ and ] set
/// the selection's ends, + − 0 zoom, Esc lets go of the selection. GUI thread.
class WaveformView : public QWidget {
    Q_OBJECT
public:
    explicit WaveformView(QWidget* parent = nullptr);

    /// Forgets everything; `totalFrames` is the length the take will have when it is complete, 0: no take.
    void reset(std::int64_t totalFrames, int channels = 2, int sampleRate = 48'000);
    /// Appends decoded audio (interleaved) behind what is there.
    void append(std::span<const float> samples);
    /// Shows these peaks instead, of a take that will be `totalFrames` long; zoom, selection and position stay.
    void setOverview(Overview overview, std::int64_t totalFrames);
    /// Empty: no lane is shown.
    void setSections(std::vector<WaveformSection> sections);

    /// Moves the playhead; a running one that leaves the view turns the page.
    void setPosition(std::int64_t frame);
    void setSelection(std::optional<FrameRange> range);
    void zoomBy(double factor);
    void showAll();

    std::int64_t totalFrames() const { return axis_.totalFrames(); }
    std::int64_t decodedFrames() const { return overview_.frameCount(); }
    std::int64_t position() const { return position_; }
    std::optional<FrameRange> selection() const { return selection_.range(); }
    const TimeAxis& axis() const { return axis_; }
    int sampleRate() const { return sampleRate_; }
    double seconds(std::int64_t frame) const { return static_cast<double>(frame) / sampleRate_; }

    /// "0:42.3 of 3:02, selection 0:42 to 1:10, Chorus": for screen readers.
    QString spokenValue() const;

    QSize sizeHint() const override { return {640, 190}; }
    QSize minimumSizeHint() const override { return {240, 110}; }

public slots:
    /// As if the user had gone there: moves the playhead and says so.
    void seekTo(std::int64_t frame);
    void setSelectionStartHere();
    void setSelectionEndHere();

signals:
    void seekRequested(qint64 frame);
    void selectionChanged();
    void playRequested();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    enum class Drag { None, Pressed, Selecting };

    QRect laneRect() const;
    QRect waveRect() const;
    QRect rulerRect() const;
    void renderWave();
    void paintWave(QPainter& painter);
    void paintHover(QPainter& painter);
    void updateAt(double pixel);
    void setHover(std::optional<double> pixel);
    void invalidate();
    void selectionMoved();
    void extendSelection(std::int64_t frame);
    bool selectionKey(QKeyEvent* event);
    bool zoomKey(QKeyEvent* event);
    bool edgeNear(double pixel) const;
    QString sectionNameAt(std::int64_t frame) const;

    Overview overview_;
    TimeAxis axis_;
    FrameSelection selection_;
    std::vector<WaveformSection> sections_;
    std::int64_t position_ = 0;
    int sampleRate_ = 48'000;

    Drag drag_ = Drag::None;
    double pressPixel_ = 0;
    std::optional<double> hover_; ///< pixel under the mouse
    QPixmap played_, unplayed_;   ///< the wave in both colours, in device pixels; null: to be drawn anew
};

} // namespace ottava::ui
