#pragma once

#include "ui/playback/export_choice.h"
#include "ui/playback/take_file.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;

namespace ottava::ui {

/// Asks for format, folder and name and writes the take in the background. Stays open with the reason when the file
/// could not be written; nothing half-written is left then. A file that exists is replaced after a second press only.
class ExportDialog : public QDialog {
    Q_OBJECT
public:
    ExportDialog(TakeFile take, const ExportChoice& choice, QWidget* parent = nullptr);

    ExportChoice choice() const;

public slots:
    void reject() override;

signals:
    void exported(QString file);

private:
    void buildLayout();
    QWidget* folderRow();
    void showAdvice();
    void browse();
    void write();
    void setBusy(bool busy);
    void showProblem(const QString& what, const QString& remedy);
    void inputChanged();
    std::filesystem::path target() const;

    TakeFile take_;
    EmbedChoice embed_;
    QLineEdit *name_, *folder_;
    QComboBox* format_;
    QPushButton *browse_, *export_, *cancel_;
    QLabel *advice_, *problem_;
    QProgressBar* busy_;
    bool replaceConfirmed_ = false;
};

} // namespace ottava::ui
