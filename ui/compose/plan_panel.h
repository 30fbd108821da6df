#pragma once

#include "ui/compose/planned_fields.h"

#include <QWidget>

#include <map>
#include <vector>

class QCheckBox;
class QLabel;

namespace ottava::ui {

class PlanRow;

/// "What the planner wrote": every field beside what was typed, open for changes, and what becomes of the audio codes
/// when a change makes them stale.
class PlanPanel : public QWidget {
    Q_OBJECT
public:
    explicit PlanPanel(QWidget* parent = nullptr);

    /// `typed`: the request as it went to the planner.
    void load(const Request& typed, const PlanResult& result);
    /// The plan with the user's changes. Codes that no longer fit are left out, so that they are planned anew, unless
    /// the user keeps them.
    Request request() const;
    /// What the user wants kept in the next plan.
    std::map<PlannedField, QString> kept() const;
    /// A change since the plan that its codes do not know of.
    bool codesAreStale() const;
    /// The first field whose value cannot be used; empty: none.
    QString problem() const;
    bool hasPlan() const { return hasPlan_; }

signals:
    void changed();
    void editInCustomRequested();

private:
    QWidget* makeCodes();
    Request edited() const;
    void describe();

    bool hasPlan_ = false;
    Request typed_;
    PlanResult result_;
    QLabel* about_;
    std::vector<PlanRow*> rows_;
    QLabel* codes_ = nullptr;
    QLabel* stale_ = nullptr;
    QCheckBox* keep_ = nullptr;
};

} // namespace ottava::ui
