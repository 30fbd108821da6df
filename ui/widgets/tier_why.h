#pragma once

#include "core/base/warning.h"
#include "core/hardware/limits.h"
#include "ui/widgets/popup.h"

namespace ottava::ui {

/// The sheet behind "Why": the rule of the table that applied, its numbers with and without a language model, and what
/// the look at the machine had to remark.
class TierWhy : public Popup {
    Q_OBJECT
public:
    TierWhy(const Limits& limits, const Warnings& warnings, QWidget* parent);

private:
    QWidget* makeTable(const Limits& limits);
};

} // namespace ottava::ui
