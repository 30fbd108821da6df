#include "ui/edit/region_fields.h"

#include "ui/edit/region_list.h"
#include "ui/edit/region_view.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace ottava::ui {

RegionFields::RegionFields(RegionView& view, QWidget* parent)
    : QWidget(parent),
      view_(view),
      snap_(new QComboBox(this)),
      add_(new QPushButton(tr("Add a region"), this)),
      hint_(new QLabel(this)),
      snapNote_(new QLabel(this)),
      list_(new RegionList(this)) {
    snap_->setObjectName(QStringLiteral("snap"));
    snap_->setAccessibleName(tr("Snap regions to"));
    snap_->addItem(tr("Off"), static_cast<int>(Snap::Off));
    snap_->addItem(tr("Second"), static_cast<int>(Snap::Second));
    snap_->addItem(tr("Beat"), static_cast<int>(Snap::Beat));
    snap_->addItem(tr("Bar"), static_cast<int>(Snap::Bar));
    add_->setObjectName(QStringLiteral("addRegion"));
    add_->setToolTip(tr("Adds a region at the playhead (Insert)"));
    hint_->setObjectName(QStringLiteral("regionHint"));
    for (auto* label : {hint_, snapNote_}) {
        label->setProperty("role", "muted");
        label->setWordWrap(true);
    }
    snapNote_->setText(tr("Snapping needs the tempo: type it below."));
    auto* snapLabel = new QLabel(tr("Snap"), this);
    snapLabel->setBuddy(snap_);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(add_);
    row->addStretch(1);
    row->addWidget(snapLabel);
    row->addWidget(snap_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    column->addWidget(list_);
    column->addWidget(hint_);
    column->addLayout(row);
    column->addWidget(snapNote_);
    connect(&view_, &RegionView::regionsChanged, this, &RegionFields::showRegions);
    connect(add_, &QPushButton::clicked, &view_, &RegionView::addRegionHere);
    connect(list_, &RegionList::edited, &view_, &RegionView::changeRegion);
    connect(list_, &RegionList::removePressed, &view_, &RegionView::removeRegion);
    connect(snap_, &QComboBox::currentIndexChanged, this, &RegionFields::applyGrid);
    applyGrid();
    showRegions();
}

void RegionFields::showRegions() {
    list_->setRegions(view_.regions(), view_.seconds(view_.axis().totalFrames()));
    list_->setVisible(!view_.regions().empty());
    hint_->setVisible(view_.hasSource() && view_.regions().empty());
    add_->setEnabled(view_.hasSource());
}

void RegionFields::setMusic(std::optional<int> bpm, const std::string& meter) {
    grid_.bpm = bpm;
    grid_.beatsPerBar = beatsPerBar(meter);
    applyGrid();
}

void RegionFields::setHint(const QString& hint) {
    hint_->setText(hint);
}

void RegionFields::applyGrid() {
    grid_.snap = static_cast<Snap>(snap_->currentData().toInt());
    snapNote_->setVisible(grid_.snap != Snap::Off && !grid_.step());
    view_.setGrid(grid_);
}

} // namespace ottava::ui
