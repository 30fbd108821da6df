#pragma once

#include <QWidget>

namespace ottava::ui {

class CountedEdit;

/// Lyrics with structure tags: buttons that put a tag on a line of its own, tags marked in the text, a live count.
class LyricsEditor : public QWidget {
    Q_OBJECT
public:
    explicit LyricsEditor(QWidget* parent = nullptr);

    QString text() const;
    void setText(const QString& text);
    /// Puts `[tag]` on a line of its own at the cursor.
    void insertTag(const QString& tag);
    void focusText();

signals:
    void changed();

private:
    QWidget* makeTagButtons();

    CountedEdit* lyrics_;
};

} // namespace ottava::ui
