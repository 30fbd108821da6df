#pragma once

#include "ui/compose/preset_store.h"

#include <QPushButton>

class QMenu;

namespace ottava::ui {

/// A menu with the user's presets: take one, keep the form's settings as one, throw one away.
class PresetButton : public QPushButton {
    Q_OBJECT
public:
    explicit PresetButton(QWidget* parent = nullptr);

    void setStore(PresetStore store) { store_ = std::move(store); }
    void save(const QString& name, const ottava::Request& settings);

signals:
    void chosen(QString name, ottava::Request settings);
    /// The user gave the form's settings a name.
    void saveWanted(QString name);
    void problem(QString what, QString remedy);

private:
    void fill();
    void choose(const QString& name);
    void askName();

    PresetStore store_;
    QMenu *menu_, *delete_;
};

} // namespace ottava::ui
