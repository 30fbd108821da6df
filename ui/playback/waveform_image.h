#pragma once

#include "core/audio/overview.h"
#include "ui/playback/time_axis.h"

#include <QColor>
#include <QImage>

namespace ottava::ui {

/// Draws the part of `overview` that `axis` shows, mirrored around the middle: the extremes in a lighter `color`, the
/// average of each column in full. `size` in device pixels; transparent elsewhere. Any thread.
QImage waveformImage(const Overview& overview, const TimeAxis& axis, QSize size, const QColor& color);

} // namespace ottava::ui
