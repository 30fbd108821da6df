#pragma once

#include <QPlainTextEdit>
#include <QWidget>

#include <optional>

class QLabel;

namespace ottava::ui {

/// A plain text box with a title and a live count of characters against a limit. Text beyond the limit is never cut:
/// the count turns red and says so. Tab leaves the box.
class CountedEdit : public QWidget {
    Q_OBJECT
public:
    CountedEdit(const QString& title, int maximum, QWidget* parent = nullptr);

    QString text() const { return edit_->toPlainText(); }
    void setText(const QString& text) { edit_->setPlainText(text); }
    QPlainTextEdit* edit() const { return edit_; }
    void setPlaceholder(const QString& text) { edit_->setPlaceholderText(text); }
    /// Least and, if given, greatest height of the box in lines of text.
    /// Grows only into room that nothing else needs.
    void yieldRoom();
    void setVisibleLines(int least, std::optional<int> most = {});
    bool isTooLong() const;

signals:
    void changed();

private:
    void count();

    int maximum_;
    QPlainTextEdit* edit_;
    QLabel* counter_;
};

} // namespace ottava::ui
