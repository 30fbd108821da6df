#include "ui/compose/tag_highlighter.h"

#include "ui/widgets/theme.h"

#include <QRegularExpression>
#include <QTextCharFormat>

namespace ottava::ui {

void TagHighlighter::highlightBlock(const QString& text) {
    static const QRegularExpression tag(QStringLiteral("\\[[^\\]\\[]+\\]"));
    QTextCharFormat format;
    format.setForeground(currentColors().accent);
    format.setFontWeight(QFont::DemiBold);
    for (auto matches = tag.globalMatch(text); matches.hasNext();) {
        const auto match = matches.next();
        setFormat(static_cast<int>(match.capturedStart()), static_cast<int>(match.capturedLength()), format);
    }
}

} // namespace ottava::ui
