#pragma once

#include "ui/edit/edit_draft.h"
#include "ui/edit/region_set.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QPushButton;

namespace ottava::ui {

class RegionList;
class RegionView;

/// The regions in figures, beside the picture of the source: exact times, snapping, a button to add one.
class RegionFields : public QWidget {
    Q_OBJECT
public:
    explicit RegionFields(RegionView& view, QWidget* parent = nullptr);

    /// Where beats and bars lie.
    void setMusic(std::optional<int> bpm, const std::string& meter);
    /// What is said while there is no region.
    void setHint(const QString& hint);

private:
    void showRegions();
    void applyGrid();

    RegionView& view_;
    SnapGrid grid_;
    QComboBox* snap_;
    QPushButton* add_;
    QLabel *hint_, *snapNote_;
    RegionList* list_;
};

} // namespace ottava::ui
