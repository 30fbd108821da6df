#pragma once

#include <QSortFilterProxyModel>

namespace ottava::ui {

/// Lets through the takes whose title, date or seed holds every word that is searched for, and have a star if asked.
class TakeFilter : public QSortFilterProxyModel {
    Q_OBJECT
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

    void setSearch(const QString& text);
    void setStarredOnly(bool on);

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    QStringList words_;
    bool starredOnly_ = false;
};

} // namespace ottava::ui
