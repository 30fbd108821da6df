#pragma once

#include "core/engine/engine.h"

#include <QFrame>

#include <filesystem>
#include <vector>

class QGridLayout;
class QLabel;

namespace ottava::ui {

class ElidedLabel;

/// What the Create column shows while no model is installed: what music needs, where it is looked for, and a demo that
/// works at once.
class GetStarted : public QFrame {
    Q_OBJECT
public:
    explicit GetStarted(QWidget* parent = nullptr);

    /// What was found in the models folder; the parts that are there are ticked off.
    void showFound(const std::filesystem::path& modelsDir, const std::vector<InstalledModel>& models);

signals:
    void demoRequested();
    /// The user pointed at a folder that holds models.
    void folderChosen(QString folder);
    /// The user put files into the folder and wants it looked at again.
    void lookAgainRequested();

private:
    QWidget* makeParts();
    QWidget* makeDemo();
    void chooseFolder();

    ElidedLabel* folder_;
    std::vector<QLabel*> marks_; ///< one per part that music needs
};

} // namespace ottava::ui
