#include "ui/playback/waveform_image.h"

#include <algorithm>
#include <cmath>

namespace ottava::ui {

namespace {

/// Stretches that one column of pixels is averaged over.
constexpr int kStretchesPerColumn = 4;
constexpr double kPeakOpacity = 0.5;

/// Heights above and below the middle, −1 to 1.
struct Column {
    double low = 0, high = 0;         ///< extremes
    double bodyLow = 0, bodyHigh = 0; ///< average
};

Column columnOf(const PeakPair* stretches) {
    Column column;
    for (int i = 0; i < kStretchesPerColumn; ++i) {
        column.low = std::min<double>(column.low, stretches[i].low);
        column.high = std::max<double>(column.high, stretches[i].high);
        column.bodyLow += stretches[i].low / kStretchesPerColumn;
        column.bodyHigh += stretches[i].high / kStretchesPerColumn;
    }
    // The average of peaks is still a peak: three quarters of it is near what the ear takes for the level.
    column.bodyLow *= 0.75;
    column.bodyHigh *= 0.75;
    return column;
}

/// How much of the pixel row [y, y + 1) lies between `top` and `bottom`.
double coverage(int y, double top, double bottom) {
    return std::clamp(std::min(bottom, y + 1.0) - std::max(top, static_cast<double>(y)), 0.0, 1.0);
}

void drawColumn(QImage& image, int x, const Column& column, const QColor& color) {
    const auto middle = image.height() / 2.0;
    const auto top = std::min(middle - 0.5, middle - column.high * middle);
    const auto bottom = std::max(middle + 0.5, middle - column.low * middle);
    const auto bodyTop = middle - column.bodyHigh * middle, bodyBottom = middle - column.bodyLow * middle;
    const auto last = std::min(image.height() - 1, static_cast<int>(std::ceil(bottom)) - 1);
    for (auto y = std::max(0, static_cast<int>(std::floor(top))); y <= last; ++y) {
        const auto body = coverage(y, bodyTop, bodyBottom);
        const auto alpha = body + (1 - body) * kPeakOpacity * coverage(y, top, bottom);
        const auto pixel = qRgba(color.red(), color.green(), color.blue(), static_cast<int>(std::lround(alpha * 255)));
        reinterpret_cast<QRgb*>(image.scanLine(y))[x] = qPremultiply(pixel);
    }
}

} // namespace

QImage waveformImage(const Overview& overview, const TimeAxis& axis, QSize size, const QColor& color) {
    QImage image(size, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    const auto first = static_cast<std::int64_t>(axis.firstFrame());
    const auto last = static_cast<std::int64_t>(axis.lastFrame());
    if (size.isEmpty() || last <= first)
        return image;
    const auto framesPerColumn = (axis.lastFrame() - axis.firstFrame()) / size.width();
    const auto decoded = (static_cast<double>(overview.frameCount()) - axis.firstFrame()) / framesPerColumn;
    const auto shown = std::clamp(static_cast<int>(std::ceil(decoded)), 0, size.width());
    const auto stretches = overview.columns(first, last, size.width() * kStretchesPerColumn);
    for (int x = 0; x < shown; ++x)
        drawColumn(image, x, columnOf(&stretches[static_cast<std::size_t>(x) * kStretchesPerColumn]), color);
    return image;
}

} // namespace ottava::ui
