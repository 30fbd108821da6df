#include "ui/compose/lyrics_editor.h"

#include "ui/compose/counted_edit.h"
#include "ui/compose/request_draft.h"
#include "ui/compose/tag_highlighter.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QTextBlock>
#include <QVBoxLayout>

#include <array>
#include <initializer_list>

namespace ottava::ui {

namespace {

// Not translated: the model reads these words. Two rows, which fit the narrowest column.
constexpr std::array<std::initializer_list<const char*>, 2> kTagRows{
    {{"Intro", "Verse", "Chorus", "Bridge"}, {"Pre-Chorus", "Instrumental", "Outro"}}};

} // namespace

LyricsEditor::LyricsEditor(QWidget* parent)
    : QWidget(parent), lyrics_(new CountedEdit(tr("Lyrics"), kMaxLyricsChars, this)) {
    lyrics_->setVisibleLines(9);
    lyrics_->setPlaceholder(tr("[Verse]\nWrite the words here. The tags tell the model which part of the song each "
                               "line belongs to."));
    lyrics_->yieldRoom();
    new TagHighlighter(lyrics_->edit()->document());
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(lyrics_, 1);
    layout->addWidget(makeTagButtons());
    connect(lyrics_, &CountedEdit::changed, this, &LyricsEditor::changed);
}

QWidget* LyricsEditor::makeTagButtons() {
    auto* block = new QWidget(this);
    auto* rows = new QVBoxLayout(block);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(5);
    for (const auto& tags : kTagRows) {
        auto* row = new QHBoxLayout;
        row->setSpacing(5);
        for (const auto* tag : tags)
            row->addWidget(makeTagButton(QString::fromLatin1(tag), block));
        row->addStretch();
        rows->addLayout(row);
    }
    return block;
}

QPushButton* LyricsEditor::makeTagButton(const QString& tag, QWidget* parent) {
    auto* button = new QPushButton(QStringLiteral("[%1]").arg(tag), parent);
    button->setProperty("role", "tag");
    button->setAccessibleName(tr("Insert the tag %1").arg(tag));
    button->setFocusPolicy(Qt::TabFocus); // a click leaves the cursor in the text
    connect(button, &QPushButton::clicked, this, [this, tag] { insertTag(tag); });
    return button;
}

QString LyricsEditor::text() const {
    return lyrics_->text();
}

void LyricsEditor::setText(const QString& text) {
    if (lyrics_->text() != text)
        lyrics_->setText(text);
}

void LyricsEditor::insertTag(const QString& tag) {
    auto cursor = lyrics_->edit()->textCursor();
    cursor.beginEditBlock();
    cursor.clearSelection();
    if (!cursor.block().text().trimmed().isEmpty()) {
        cursor.movePosition(QTextCursor::EndOfBlock);
        cursor.insertText(QStringLiteral("\n\n"));
    }
    cursor.insertText(QStringLiteral("[%1]\n").arg(tag));
    cursor.endEditBlock();
    lyrics_->edit()->setTextCursor(cursor);
    lyrics_->edit()->setFocus();
}

void LyricsEditor::focusText() {
    lyrics_->edit()->setFocus();
}

} // namespace ottava::ui
