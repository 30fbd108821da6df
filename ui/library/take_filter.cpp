#include "ui/library/take_filter.h"

#include "ui/library/take_list_model.h"

#include <algorithm>

namespace ottava::ui {

void TakeFilter::setSearch(const QString& text) {
    words_ = text.simplified().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    invalidateFilter();
}

void TakeFilter::setStarredOnly(bool on) {
    starredOnly_ = on;
    invalidateFilter();
}

bool TakeFilter::filterAcceptsRow(int row, const QModelIndex& parent) const {
    const auto index = sourceModel()->index(row, 0, parent);
    if (starredOnly_ && index.data(TakeListModel::Stars).toInt() == 0)
        return false;
    const QString text =
        index.data(Qt::DisplayRole).toString() + QLatin1Char('\n') + index.data(TakeListModel::Details).toString();
    return std::ranges::all_of(words_, [&](const QString& word) { return text.contains(word, Qt::CaseInsensitive); });
}

} // namespace ottava::ui
