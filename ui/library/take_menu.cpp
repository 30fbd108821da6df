#include "ui/library/take_menu.h"

#include "ui/playback/take_facts.h"

namespace ottava::ui {

TakeMenu::TakeMenu(const StoredTake& take, QWidget* parent) : QMenu(parent) {
    const auto whole = take.problem.empty();
    const auto add = [this](const QString& text, bool enabled, void (TakeMenu::*pressed)()) {
        addAction(text, this, pressed)->setEnabled(enabled);
    };
    add(tr("Play"), whole, &TakeMenu::playPressed);
    add(tr("Reuse recipe"), whole, &TakeMenu::recipePressed);
    add(tr("Use as source"), whole, &TakeMenu::editPressed);
    addSeparator();
    add(tr("Rename\tF2"), whole, &TakeMenu::renamePressed);
    addStars(take.stars, whole);
    addSeparator();
    add(tr("Export…"), whole, &TakeMenu::exportPressed);
    add(tr("Show in folder"), true, &TakeMenu::folderPressed);
    addSeparator();
    add(tr("Move to trash\tDel"), true, &TakeMenu::trashPressed);
}

void TakeMenu::addStars(int current, bool enabled) {
    auto* menu = addMenu(tr("Stars"));
    menu->setEnabled(enabled);
    for (int count = 0; count <= 5; ++count) {
        const auto name = count == 0 ? tr("None") : starsText(count);
        auto* action = menu->addAction(QStringLiteral("%1\t%2").arg(name).arg(count), this,
                                       [this, count] { emit starsPressed(count); });
        action->setCheckable(true);
        action->setChecked(count == current);
    }
}

} // namespace ottava::ui
