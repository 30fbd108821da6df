#include "ui/edit/region_list.h"

#include "ui/widgets/icons.h"
#include "ui/widgets/time_field.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

namespace ottava::ui {

namespace {

constexpr int kDecimals = 3;
constexpr double kStepSeconds = 0.1;

} // namespace

class RegionList::Row : public QWidget {
public:
    Row(RegionList* list, std::size_t index)
        : QWidget(list),
          start_(makeField(list, index, RegionList::tr("Region %1 starts at"), "regionStart")),
          end_(makeField(list, index, RegionList::tr("Region %1 ends at"), "regionEnd")) {
        auto* remove = new QToolButton(this);
        remove->setObjectName(QStringLiteral("removeRegion"));
        remove->setIcon(icon(QStringLiteral("trash")));
        remove->setProperty("role", "flat");
        remove->setAccessibleName(RegionList::tr("Remove region %1").arg(index + 1));
        remove->setToolTip(remove->accessibleName());
        connect(remove, &QToolButton::clicked, list, [list, index] { emit list->removePressed(index); });
        auto* number = new QLabel(QString::number(index + 1), this);
        number->setProperty("role", "badge");
        auto* layout = new QHBoxLayout(this);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(8);
        layout->addWidget(number);
        layout->addWidget(start_, 1);
        layout->addWidget(new QLabel(QStringLiteral("–"), this));
        layout->addWidget(end_, 1);
        layout->addWidget(remove);
    }

    void show(const TimeSpan& span, double length) {
        const QSignalBlocker quietStart(start_), quietEnd(end_);
        for (auto* field : {start_, end_})
            field->setRange(0, length);
        start_->setValue(span.start);
        end_->setValue(span.end);
    }

private:
    TimeField* makeField(RegionList* list, std::size_t index, const QString& name, const char* objectName) {
        auto* field = new TimeField(this, kDecimals);
        field->setObjectName(QLatin1String(objectName));
        field->setSingleStep(kStepSeconds);
        field->setKeyboardTracking(false);
        field->setButtonSymbols(QAbstractSpinBox::NoButtons);
        field->setAccessibleName(name.arg(index + 1));
        connect(field, &QDoubleSpinBox::valueChanged, list, [this, list, index] {
            emit list->edited(index, {start_->value(), end_->value()});
        });
        return field;
    }

    TimeField *start_, *end_;
};

RegionList::RegionList(QWidget* parent) : QWidget(parent), layout_(new QVBoxLayout(this)) {
    layout_->setContentsMargins(0, 0, 0, 0);
    layout_->setSpacing(4);
}

int RegionList::rowCount() const {
    return static_cast<int>(rows_.size());
}

void RegionList::setRegions(const std::vector<TimeSpan>& regions, double length) {
    while (rows_.size() > regions.size()) {
        rows_.back()->hide();
        rows_.back()->deleteLater(); // it may be the one whose button was pressed
        rows_.pop_back();
    }
    while (rows_.size() < regions.size()) {
        rows_.push_back(new Row(this, rows_.size()));
        layout_->addWidget(rows_.back());
    }
    for (std::size_t i = 0; i < rows_.size(); ++i)
        rows_[i]->show(regions[i], length);
}

} // namespace ottava::ui
