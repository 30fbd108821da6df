#pragma once

#include "ui/compose/model_choices.h"
#include "ui/compose/request_draft.h"

#include <QWidget>

#include <vector>

class QLabel;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace ottava::ui {

class FieldRow;
class ModelPicker;
struct ExpertSection;

/// The options that most songs never need, by topic, with a search over their names. Every field follows the default of
/// the model in use until it is changed; then it has a dot and its own way back, and one button puts everything back.
class ExpertDrawer : public QWidget {
    Q_OBJECT
public:
    explicit ExpertDrawer(QWidget* parent = nullptr);

    void load(const ExpertDraft& draft);
    ExpertDraft draft() const;
    void setModels(const ModelChoices& models);
    /// Whether a planner writes codes for the song: some defaults depend on it.
    void setThinking(bool thinking);
    /// Fields that differ from their defaults.
    int modifiedCount() const;
    /// The first field that cannot be read, by name with what is wrong; empty: none.
    QString problem() const;
    void focusProblem();
    void focusSearch();

signals:
    void changed();
    void vaeChosen(QString folder);

private:
    struct Section {
        QWidget* box;
        QLabel* note; ///< what is to be said of all its fields
        std::vector<FieldRow*> rows;
    };

    void addSection(const ExpertSection& section, QVBoxLayout& column);
    void applyUsual();
    void resetAll();
    void react();
    void filter();
    template<class Visit>
    void eachRow(Visit visit) const;

    QLineEdit* search_;
    QLabel* nothing_;
    QPushButton* reset_;
    ModelPicker* vae_;
    std::vector<Section> sections_;
    DitVariant variant_ = DitVariant::Turbo;
    bool thinking_ = true;
    bool loading_ = false;
};

} // namespace ottava::ui
