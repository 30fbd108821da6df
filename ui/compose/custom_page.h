#pragma once

#include "core/hardware/limits.h"
#include "ui/compose/model_choices.h"
#include "ui/compose/planner_state.h"
#include "ui/compose/request_draft.h"

#include <QWidget>

class QComboBox;
class QPushButton;
class QSpinBox;

namespace ottava::ui {

class AdapterField;
class CountedEdit;
class ExpertDrawer;
class LyricsEditor;
class ModelPicker;
class PresetButton;
class ReferenceField;
class SeedField;
class SongBasics;
class ThinkRow;

/// Everything about a song that can be said: caption, lyrics, tempo, key, meter, seed, and the expert options.
class CustomPage : public QWidget {
    Q_OBJECT
public:
    explicit CustomPage(QWidget* parent = nullptr);

    void load(const RequestDraft& draft);
    void store(RequestDraft& draft) const;
    void focusCaption();
    void focusLyrics();
    void toggleExpert();
    /// Brings the user to the field that complains.
    void focusField(DraftField field);
    void showUsedSeeds(qint64 seed, std::optional<qint64> lmSeed);
    SongBasics* basics() const { return basics_; }
    ThinkRow* think() const { return think_; }
    AdapterField* adapter() const { return adapter_; }
    PresetButton* presets() const { return presets_; }
    void setModels(const ModelChoices& models);
    void setPlanner(PlannerState state, const Limits& limits);

signals:
    void changed();
    void formatRequested();
    void understandRequested();
    void ditChosen(QString folder);
    void vaeChosen(QString folder);

private:
    QWidget* makeMusicRow();
    QWidget* makeWritingRow();
    void buildLayout();
    void connectParts();
    void usePlanner();
    void storeProblems(RequestDraft& draft) const;
    void nameExpert();

    CountedEdit* caption_;
    LyricsEditor* lyrics_;
    SongBasics* basics_;
    QSpinBox* bpm_;
    QComboBox* key_;
    QComboBox* meter_;
    ThinkRow* think_;
    ModelPicker* model_;
    ReferenceField* reference_;
    AdapterField* adapter_;
    SeedField *seed_, *lmSeed_;
    QPushButton *format_, *understand_;
    PresetButton* presets_;
    QPushButton* expertButton_;
    ExpertDrawer* expert_;
};

} // namespace ottava::ui
