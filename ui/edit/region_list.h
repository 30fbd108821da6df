#pragma once

#include "core/engine/time_span.h"

#include <QWidget>

#include <vector>

class QVBoxLayout;

namespace ottava::ui {

/// The regions as exact times, each a row to type in and to remove. Rows stay while times change, so that the keyboard
/// keeps its place.
class RegionList : public QWidget {
    Q_OBJECT
public:
    explicit RegionList(QWidget* parent = nullptr);

    /// `length` of the source, s: the end of what can be typed.
    void setRegions(const std::vector<TimeSpan>& regions, double length);
    int rowCount() const;

signals:
    /// The user typed other times for the row.
    void edited(std::size_t index, ottava::TimeSpan span);
    void removePressed(std::size_t index);

private:
    class Row;

    QVBoxLayout* layout_;
    std::vector<Row*> rows_;
};

} // namespace ottava::ui
