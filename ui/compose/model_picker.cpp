#include "ui/compose/model_picker.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QSignalBlocker>

namespace ottava::ui {

ModelPicker::ModelPicker(const QString& title, Naming naming, QWidget* parent)
    : QWidget(parent), naming_(naming), box_(new QComboBox(this)) {
    auto* label = new QLabel(title, this);
    label->setBuddy(box_);
    box_->setAccessibleName(title);
    box_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box_->setMinimumContentsLength(8);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(10);
    layout->addWidget(label);
    layout->addWidget(box_, 1);
    setFocusProxy(box_);
    connect(box_, &QComboBox::activated, this, [this] { emit chosen(box_->currentData().toString()); });
}

QString ModelPicker::shownName(const InstalledModel& model) const {
    const auto folder = QString::fromStdString(model.name);
    const auto name = naming_ == Naming::Short ? ditShortName(model.name) : folder;
    constexpr double kMbPerGb = 1e3;
    const auto size = model.sizeMb >= kMbPerGb ? tr("%1 GB").arg(QLocale().toString(model.sizeMb / kMbPerGb, 'f', 1))
                                               : tr("%1 MB").arg(QLocale().toString(model.sizeMb, 'f', 0));
    return QStringLiteral("%1 · %2").arg(name, size);
}

void ModelPicker::setModels(const std::vector<InstalledModel>& models, const std::string& current, bool fixed) {
    const QSignalBlocker quiet(box_);
    box_->clear();
    for (const auto& model : models) {
        box_->addItem(shownName(model), QString::fromStdString(model.name));
        box_->setItemData(box_->count() - 1, QString::fromStdString(model.name), Qt::ToolTipRole);
    }
    const auto wanted = QString::fromStdString(current);
    if (box_->findData(wanted) < 0)
        box_->addItem(tr("%1 (not installed)").arg(naming_ == Naming::Short ? ditShortName(current) : wanted), wanted);
    box_->setCurrentIndex(box_->findData(wanted));
    box_->setEnabled(!fixed);
    box_->setToolTip(wanted);
}

} // namespace ottava::ui
