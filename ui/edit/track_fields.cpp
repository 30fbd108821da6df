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
    for (std::size_t i = 0; i < kTrackNames.size(); ++i) {
        const auto place = static_cast<int>(i);
        auto* box = new QPushButton(trackText(kTrackNames[i]), this);
        box->setObjectName(QStringLiteral("track_%1").arg(QLatin1String(kTrackNames[i].data())));
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
    for (std::size_t i = 0; i < kTrackNames.size(); ++i)
        if (boxes_->button(static_cast<int>(i))->isChecked())
            chosen.emplace_back(kTrackNames[i]);
    return chosen;
}

void TrackFields::setTracks(const std::vector<std::string>& tracks) {
    boxes_->setExclusive(false);
    for (std::size_t i = 0; i < kTrackNames.size(); ++i)
        boxes_->button(static_cast<int>(i))
            ->setChecked(std::find(tracks.begin(), tracks.end(), kTrackNames[i]) != tracks.end());
    boxes_->setExclusive(single_);
}

} // namespace ottava::ui
