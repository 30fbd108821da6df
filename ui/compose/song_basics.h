#pragma once

#include "core/hardware/limits.h"
#include "ui/compose/request_draft.h"

#include <QWidget>

class QComboBox;
class QRadioButton;

namespace ottava::ui {

class BoundedSlider;

/// Which of the tier's limits the user wants to go beyond.
enum class LimitKind { Duration, Batch, Planner };

/// The choices that every page has: voice or none, language, length and takes; length and takes end where the tier
/// says.
class SongBasics : public QWidget {
    Q_OBJECT
public:
    explicit SongBasics(QWidget* parent = nullptr);

    void setLimits(const Limits& limits, bool withLm);
    void load(const RequestDraft& draft);
    void store(RequestDraft& draft) const;

signals:
    void changed();
    void overrideRequested(ottava::ui::LimitKind kind, bool always);

private:
    void build();

    QRadioButton* vocals_;
    QRadioButton* instrumental_;
    QComboBox* language_;
    BoundedSlider* length_;
    BoundedSlider* takes_;
};

} // namespace ottava::ui
