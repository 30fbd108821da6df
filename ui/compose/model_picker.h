#pragma once

#include "ui/compose/model_choices.h"

#include <QWidget>

class QComboBox;
class QLabel;

namespace ottava::ui {

/// A chip to choose one of the installed models of a kind. One that is in use but not installed is shown as such.
class ModelPicker : public QWidget {
    Q_OBJECT
public:
    enum class Naming { Short, Folder };

    ModelPicker(const QString& title, Naming naming, QWidget* parent = nullptr);

    void setModels(const std::vector<InstalledModel>& models, const std::string& current, bool fixed);
    QComboBox* box() const { return box_; }

signals:
    void chosen(QString folder);

private:
    QString shownName(const InstalledModel& model) const;

    Naming naming_;
    QComboBox* box_;
};

} // namespace ottava::ui
