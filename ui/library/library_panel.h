#pragma once

#include "core/library/take_library.h"

#include <QFrame>

class QLabel;
class QLineEdit;
class QModelIndex;
class QPushButton;

namespace ottava::ui {

class TakeExporter;
class TakeFilter;
class TakeListModel;
class TakeListView;
class UndoToast;

/// The takes on disk: search, stars, rename, trash with undo, export, drag out. Reads and writes in the background;
/// what is done by hand shows at once. GUI thread.
class LibraryPanel : public QFrame {
    Q_OBJECT
public:
    explicit LibraryPanel(QWidget* parent = nullptr);
    ~LibraryPanel() override;

    /// Another library folder; reads it.
    void setRoot(const std::filesystem::path& root);
    TakeListView* view() const { return view_; }

public slots:
    void reload();
    void focusSearch();

signals:
    /// To be shown.
    void takeChosen(const ottava::StoredTake& take);
    /// To be shown and played.
    void playRequested(const ottava::StoredTake& take);
    void recipeRequested(const ottava::StoredTake& take);
    /// To be changed.
    void editRequested(const ottava::StoredTake& take);
    void message(QString what, QString remedy);
    /// The list has been read.
    void loaded();

private:
    void buildLayout();
    QWidget* filterRow();
    void connectView();
    void addShortcuts();
    const StoredTake* takeAt(const QModelIndex& index) const;
    void choose(const QModelIndex& index);
    void play(const QModelIndex& index);
    void setStars(const QModelIndex& index, int stars);
    void rename(int row, const QString& title);
    void trash(const QModelIndex& index);
    void restore(const std::filesystem::path& trashed);
    void exportTake(const QModelIndex& index);
    void openMenu(const QPoint& at);
    void showInFolder(const QModelIndex& index);
    void takesRead(std::vector<StoredTake> takes);
    void updateHint();
    template<class Work>
    void change(Work work);

    std::filesystem::path root_;
    TakeExporter* exporter_;
    TakeListModel* model_;
    TakeFilter* filter_;
    TakeListView* view_;
    QLineEdit* search_;
    QPushButton *all_, *starred_;
    QLabel* hint_;
    UndoToast* toast_;
    bool reading_ = false, readAgain_ = false;
};

} // namespace ottava::ui
