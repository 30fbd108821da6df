#pragma once

#include <QSyntaxHighlighter>

namespace ottava::ui {

/// Marks structure tags such as `[Verse]` or `[Chorus - soft]` in lyrics.
class TagHighlighter : public QSyntaxHighlighter {
    Q_OBJECT
public:
    using QSyntaxHighlighter::QSyntaxHighlighter;

protected:
    void highlightBlock(const QString& text) override;
};

} // namespace ottava::ui
