#pragma once

#include "ui/widgets/popup.h"

namespace ottava::ui {

/// The small sheet that a lock opens: why the limit is where it is, and the two ways beyond it. Closes when something
/// outside it is clicked.
class LimitSheet : public Popup {
    Q_OBJECT
public:
    LimitSheet(const QString& reason, QWidget* parent);

signals:
    void chosen(bool always);
};

} // namespace ottava::ui
