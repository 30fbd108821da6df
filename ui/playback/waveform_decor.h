#pragma once

#include "ui/playback/waveform_view.h"

#include <QRect>

class QPainter;

namespace ottava::ui {

/// What stands around the peaks. Everything draws inside its `area`, whose left edge is the axis' first frame.
void paintRuler(QPainter& painter, const QRect& area, const TimeAxis& axis, int sampleRate);
void paintSections(QPainter& painter, const QRect& area, const TimeAxis& axis,
                   const std::vector<WaveformSection>& sections);
/// The part that is still to be decoded: faint stripes around a dotted line.
void paintUndecoded(QPainter& painter, const QRect& area, const TimeAxis& axis, std::int64_t decodedFrames);
void paintSelection(QPainter& painter, const QRect& area, const TimeAxis& axis, const FrameRange& range);
void paintPlayhead(QPainter& painter, const QRect& area, const TimeAxis& axis, std::int64_t frame);
/// A thin line at `pixel` with the time it stands for.
void paintTimeFlag(QPainter& painter, const QRect& area, double pixel, const QString& text);

} // namespace ottava::ui
