#pragma once

#include "ui/compose/request_draft.h"
#include "ui/widgets/drop_field.h"

class QLabel;
class QPushButton;
class QToolButton;

namespace ottava::ui {

class ElidedLabel;

/// The recording that lends its timbre to the song: chosen or dropped, shown with its length, and looked through in the
/// background so that a bad file is known before anything is made.
class ReferenceField : public DropField {
    Q_OBJECT
public:
    explicit ReferenceField(QWidget* parent = nullptr);

    void setPath(const QString& path);
    QString path() const { return path_; }
    /// What is wrong with the file; empty: nothing, as far as is known.
    QString problem() const { return problem_; }
    void focusChoice();

signals:
    void changed();
    /// Something new is known of the file.
    void looked();

private:
    void build();
    void choose();
    void take(const QString& path);
    void look();
    void present(const QString& detail, const QString& problem);

    QString path_, problem_;
    ElidedLabel* name_;
    QLabel *none_, *detail_, *note_;
    QPushButton* choose_;
    QToolButton* clear_;
};

} // namespace ottava::ui
