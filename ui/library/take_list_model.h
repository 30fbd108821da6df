#pragma once

#include "core/library/take_library.h"

#include <QAbstractListModel>

#include <optional>
#include <vector>

namespace ottava::ui {

/// The takes of a library as rows. Holds what it is given: the panel reads and writes the disk. GUI thread.
class TakeListModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role { Stars = Qt::UserRole, Duration, Details, Problem };

    using QAbstractListModel::QAbstractListModel;

    void setTakes(std::vector<StoredTake> takes);
    const StoredTake& take(int row) const { return takes_.at(static_cast<std::size_t>(row)); }
    /// Row of the take in this folder.
    std::optional<int> rowOf(const std::filesystem::path& folder) const;
    void setStars(int row, int stars);
    void setTitle(int row, const QString& title);
    void removeTake(int row);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    /// Qt::EditRole: a new title; says so through `renamed`.
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

signals:
    void renamed(int row, QString title);

private:
    QString spoken(const StoredTake& take) const;
    void changed(int row);

    std::vector<StoredTake> takes_;
};

} // namespace ottava::ui
