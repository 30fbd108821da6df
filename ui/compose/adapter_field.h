#pragma once

#include "core/engine/adapter_report.h"
#include "ui/compose/model_choices.h"
#include "ui/compose/request_draft.h"
#include "ui/widgets/drop_field.h"

#include <functional>
#include <optional>

class QCheckBox;
class QDoubleSpinBox;
class QLabel;
class QMenu;
class QPushButton;
class QToolButton;

namespace ottava::ui {

class ElidedLabel;

/// Looks at an adapter below a folder of models; called in the background, throws Error.
using AdapterCheck =
    std::function<AdapterReport(const std::filesystem::path& adapter, const std::filesystem::path& models)>;

/// The adapter (LoRA, LoKr) on the model: chosen, dropped or used before, switched on and off, its strength. One that
/// is for another model says so at once, and for which; where that model is installed, one press switches to it.
class AdapterField : public DropField {
    Q_OBJECT
public:
    explicit AdapterField(QWidget* parent = nullptr);

    void setCheck(AdapterCheck check);
    void setModels(const ModelChoices& models);
    void setRecent(const std::vector<std::filesystem::path>& recent);
    void load(const AdapterDraft& draft);
    AdapterDraft draft() const;
    /// Why the adapter cannot be used; empty: it can, as far as is known, or is off.
    QString problem() const;
    void focusChoice();

signals:
    void changed();
    /// Something new is known of the adapter.
    void looked();
    /// Chosen by the user and readable: to be remembered.
    void used(QString path);
    void ditWanted(QString folder);

private:
    enum class By { User, Form };

    void build();
    void chooseFolder();
    void chooseFile();
    void take(const QString& path, By by);
    void look(By by);
    void present();
    QString mismatch() const;
    /// Of the models that take the adapter one that was trained like the one in use, else the first.
    const std::string& nearestFit() const;

    AdapterCheck check_;
    ModelChoices models_;
    QString path_;
    QString fault_;                       ///< why it cannot be read
    std::optional<AdapterReport> report_; ///< once it was looked at
    QCheckBox* on_;
    ElidedLabel* none_;
    QDoubleSpinBox* scale_;
    QPushButton *choose_, *switch_;
    QToolButton* clear_;
    QLabel* note_;
    QMenu* recent_;
};

} // namespace ottava::ui
