#pragma once

#include <QMenu>

namespace ottava {
struct StoredTake;
}

namespace ottava::ui {

/// What can be done with one take of the library. Of a damaged one only the folder and the trash are offered.
class TakeMenu : public QMenu {
    Q_OBJECT
public:
    TakeMenu(const StoredTake& take, QWidget* parent);

signals:
    void playPressed();
    void recipePressed();
    void editPressed();
    void renamePressed();
    void starsPressed(int stars);
    void exportPressed();
    void folderPressed();
    void trashPressed();

private:
    void addStars(int current, bool enabled);
};

} // namespace ottava::ui
