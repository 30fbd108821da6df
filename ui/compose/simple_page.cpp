#include "ui/compose/simple_page.h"

#include "ui/compose/counted_edit.h"
#include "ui/compose/song_basics.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include <utility>

namespace ottava::ui {

SimplePage::SimplePage(QWidget* parent)
    : QWidget(parent),
      description_(new CountedEdit(tr("Describe your song"), kMaxCaptionChars, this)),
      basics_(new SongBasics(this)) {
    description_->setObjectName(QStringLiteral("description"));
    description_->setPlaceholder(tr("Style, mood, instruments, voice: warm 80s synth-pop, female voice, slow build…"));
    description_->setVisibleLines(5, 8);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(10);
    layout->addWidget(description_);
    layout->addWidget(makeExamples());
    layout->addSpacing(6);
    layout->addWidget(basics_);
    layout->addStretch(1);
    connect(description_, &CountedEdit::changed, this, &SimplePage::changed);
    connect(basics_, &SongBasics::changed, this, &SimplePage::changed);
}

QWidget* SimplePage::makeExamples() {
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    const std::pair<QString, QString> examples[] = {
        {tr("Lo-fi"), tr("mellow lo-fi hip hop, dusty drums, warm electric piano, soft vinyl noise, late night")},
        {tr("Rock"), tr("driving indie rock, bright guitars, live drums, big sing-along chorus, energetic")},
        {tr("Ambient"), tr("slow ambient, wide evolving pads, distant piano, deep reverb, calm and spacious")}};
    for (const auto& [name, text] : examples) {
        auto* chip = new QPushButton(name, row);
        chip->setProperty("role", "chip");
        chip->setToolTip(text);
        chip->setAccessibleName(tr("Example: %1").arg(name));
        connect(chip, &QPushButton::clicked, this, [this, wording = text] {
            description_->setText(wording);
            focusDescription();
        });
        layout->addWidget(chip);
    }
    surprise_ = new QPushButton(tr("Surprise me"), row);
    surprise_->setObjectName(QStringLiteral("surprise"));
    surprise_->setProperty("role", "chip");
    surprise_->setToolTip(tr("Let the planner write a song from these words, or from none, and open it in Custom"));
    surprise_->hide();
    connect(surprise_, &QPushButton::clicked, this, &SimplePage::surpriseRequested);
    layout->addWidget(surprise_);
    layout->addStretch();
    return row;
}

void SimplePage::load(const RequestDraft& draft) {
    if (description_->text() != draft.description)
        description_->setText(draft.description);
    basics_->load(draft);
}

void SimplePage::store(RequestDraft& draft) const {
    draft.description = description_->text();
    basics_->store(draft);
}

void SimplePage::setPlannerReady(bool ready) {
    surprise_->setVisible(ready);
}

void SimplePage::focusDescription() {
    auto* edit = description_->edit();
    edit->setFocus();
    edit->moveCursor(QTextCursor::End);
}

} // namespace ottava::ui
