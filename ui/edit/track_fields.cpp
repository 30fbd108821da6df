#include "ui/edit/track_fields.h"

#include "core/engine/request.h"
#include "ui/edit/edit_text.h"

#include <QButtonGroup>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace ottava::ui {

namespace {

constexpr int kColumns = 3;

/// The best known first: voices, rhythm, and so on. The model's list has them the other way round.
std::string_view trackAt(int place) {
    return kTrackNames[kTrackNames.size() - 1 - static_cast<std::size_t>(place)];
}

constexpr int kTracks = static_cast<int>(kTrackNames.size());

} // namespace

TrackFields::TrackFields(QWidget* parent)
    : QWidget(parent),
      heading_(new QLabel(this)),
      all_(new QPushButton(tr("All"), this)),
      none_(new QPushButton(tr("None"), this)),
      boxes_(new QButtonGroup(this)) {
    heading_->setProperty("role", "heading");
    all_->setObjectName(QStringLiteral("allTracks"));
    all_->setAccessibleName(tr("Choose all tracks"));
    none_->setAccessibleName(tr("Choose no track"));
    auto* head = new QHBoxLayout;
    head->addWidget(heading_, 1);
    for (auto* button : {all_, none_}) {
        button->setProperty("role", "tag");
        head->addWidget(button);
    }
    boxes_->setExclusive(false);
    auto* grid = new QGridLayout;
    grid->setSpacing(4);
    for (int place = 0; place < kTracks; ++place) {
        auto* box = new QPushButton(trackText(trackAt(place)), this);
        box->setObjectName(QStringLiteral("track_%1").arg(QLatin1String(trackAt(place).data())));
        box->setCheckable(true);
        box->setProperty("role", "task");
        boxes_->addButton(box, place);
        grid->addWidget(box, place / kColumns, place % kColumns);
        connect(box, &QPushButton::clicked, this, &TrackFields::changed);
    }
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addLayout(head);
    layout->addLayout(grid);
    const auto chooseAll = [this](bool chosen) {
        for (auto* box : boxes_->buttons())
            box->setChecked(chosen);
        emit changed();
    };
    connect(all_, &QPushButton::clicked, this, [chooseAll] { chooseAll(true); });
    connect(none_, &QPushButton::clicked, this, [chooseAll] { chooseAll(false); });
}

void TrackFields::setHeading(const QString& heading) {
    heading_->setText(heading);
}

void TrackFields::setSingle(bool single) {
    single_ = single;
    for (auto* button : {all_, none_})
        button->setVisible(!single);
    if (single)
        keepOne();
    boxes_->setExclusive(single);
}

void TrackFields::keepOne() {
    const auto chosen = tracks();
    if (chosen.size() > 1)
        setTracks({chosen.front()});
}

std::vector<std::string> TrackFields::tracks() const {
    std::vector<std::string> chosen;
    for (int place = 0; place < kTracks; ++place)
        if (boxes_->button(place)->isChecked())
            chosen.emplace_back(trackAt(place));
    return chosen;
}

void TrackFields::setTracks(const std::vector<std::string>& tracks) {
    boxes_->setExclusive(false);
    for (int place = 0; place < kTracks; ++place)
        boxes_->button(place)->setChecked(std::ranges::find(tracks, trackAt(place)) != tracks.end());
    boxes_->setExclusive(single_);
}

} // namespace ottava::ui
