#include "ui/library/take_list_model.h"

#include "ui/playback/take_facts.h"
#include "ui/playback/time_text.h"

#include <algorithm>

namespace ottava::ui {

void TakeListModel::setTakes(std::vector<StoredTake> takes) {
    beginResetModel();
    takes_ = std::move(takes);
    endResetModel();
}

std::optional<int> TakeListModel::rowOf(const std::filesystem::path& folder) const {
    const auto found = std::ranges::find(takes_, folder, &StoredTake::folder);
    return found == takes_.end() ? std::nullopt : std::optional(static_cast<int>(found - takes_.begin()));
}

void TakeListModel::setStars(int row, int stars) {
    takes_.at(static_cast<std::size_t>(row)).stars = stars;
    changed(row);
}

void TakeListModel::setTitle(int row, const QString& title) {
    takes_.at(static_cast<std::size_t>(row)).title = title.toStdString();
    changed(row);
}

void TakeListModel::removeTake(int row) {
    beginRemoveRows({}, row, row);
    takes_.erase(takes_.begin() + row);
    endRemoveRows();
}

int TakeListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(takes_.size());
}

QString TakeListModel::spoken(const StoredTake& take) const {
    if (!take.problem.empty())
        return tr("%1, damaged: %2").arg(takeTitle(take), QString::fromStdString(take.problem));
    return tr("%1, %2, %n star(s), %3", nullptr, take.stars)
        .arg(takeTitle(take), clockText(take.durationSeconds), takeDate(take));
}

QVariant TakeListModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto& take = this->take(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return takeTitle(take);
    case Qt::EditRole:
        return QString::fromStdString(take.title);
    case Qt::AccessibleTextRole:
        return spoken(take);
    case Qt::ToolTipRole:
        return take.problem.empty() ? toQString(take.folder) : QString::fromStdString(take.problem);
    case Stars:
        return take.stars;
    case Duration:
        return take.problem.empty() ? clockText(take.durationSeconds) : QString();
    case Details: {
        const auto date = takeDate(take);
        const auto seed = tr("seed %1").arg(take.seed);
        return date.isEmpty() ? seed : date + QStringLiteral(" · ") + seed;
    }
    case Problem:
        return QString::fromStdString(take.problem);
    default:
        return {};
    }
}

bool TakeListModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    const auto title = value.toString().simplified();
    if (role != Qt::EditRole || !checkIndex(index, CheckIndexOption::IndexIsValid) || title.isEmpty()
        || title.toStdString() == take(index.row()).title)
        return false;
    setTitle(index.row(), title);
    emit renamed(index.row(), title);
    return true;
}

Qt::ItemFlags TakeListModel::flags(const QModelIndex& index) const {
    if (!index.isValid())
        return Qt::NoItemFlags;
    const auto base = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    const auto whole = take(index.row()).problem.empty();
    return whole ? base | Qt::ItemIsDragEnabled | Qt::ItemIsEditable : base;
}

void TakeListModel::changed(int row) {
    emit dataChanged(index(row), index(row));
}

} // namespace ottava::ui
