#pragma once

#include <QWidget>

#include <filesystem>

class QLineEdit;

namespace ottava::ui {

/// A folder to type or to pick; empty means the default one, which is shown as a hint.
class FolderField : public QWidget {
    Q_OBJECT
public:
    FolderField(const QString& name, const QString& defaultFolder, QWidget* parent = nullptr);

    void setFolder(const std::filesystem::path& folder);
    std::filesystem::path folder() const;

private:
    QLineEdit* path_;
};

} // namespace ottava::ui
