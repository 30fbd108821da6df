#pragma once

#include <QIcon>
#include <QString>

namespace ottava::ui {

/// One of our own drawings in ui/resources/icons ("lock", "play", …), in the text colour of the theme that is applied
/// when it is painted. An unknown name gives an empty icon. GUI thread.
QIcon icon(const QString& name);

} // namespace ottava::ui
