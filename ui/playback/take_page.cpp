#include "ui/playback/take_page.h"

#include "ui/playback/drag_handle.h"
#include "ui/playback/level_meter.h"
#include "ui/playback/transport_bar.h"
#include "ui/playback/waveform_view.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/icons.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace ottava::ui {

namespace {

constexpr double kTitleScale = 1.35;

QFont titleFont(const QWidget& widget) {
    auto font = widget.font();
    font.setPointSizeF(font.pointSizeF() * kTitleScale);
    font.setWeight(QFont::DemiBold);
    return font;
}

QLabel* mutedLabel(QWidget* parent, const char* name) {
    auto* label = new QLabel(parent);
    label->setObjectName(QLatin1String(name));
    label->setProperty("role", "muted");
    label->setWordWrap(true);
    return label;
}

struct EmptyTexts {
    Q_DECLARE_TR_FUNCTIONS(EmptyTexts)
};

/// An icon that follows the theme, which a pixmap in a label would not.
class BigIcon : public QWidget {
public:
    using QWidget::QWidget;
    QSize sizeHint() const override { return {56, 56}; }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setOpacity(0.5);
        icon(QStringLiteral("note")).paint(&painter, rect());
    }
};

} // namespace

TakePage::TakePage(DragFiles& files, QWidget* parent)
    : QWidget(parent),
      wave(new WaveformView(this)),
      transport(new TransportBar(this)),
      meter(new LevelMeter(this)),
      handle(new DragHandle(files, this)),
      exportButton(new QPushButton(icon(QStringLiteral("export")), tr("Export…"), this)),
      copyButton(new QPushButton(icon(QStringLiteral("copy")), tr("Copy file"), this)),
      waitingButton(new QPushButton(this)),
      vary_(new QPushButton(icon(QStringLiteral("dice")), tr("Vary"), this)),
      newIdea_(new QPushButton(icon(QStringLiteral("spark")), tr("New idea"), this)),
      title_(new ElidedLabel(this)),
      state_(new QLabel(this)),
      facts_(mutedLabel(this, "facts")),
      recipe_(mutedLabel(this, "recipe")),
      note_(mutedLabel(this, "note")) {
    facts_->setAccessibleName(tr("About the file"));
    recipe_->setAccessibleName(tr("Recipe"));
    recipe_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    wave->setObjectName(QStringLiteral("waveform"));

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(14, 12, 14, 12);
    layout->setSpacing(10);
    layout->addWidget(header());
    layout->addWidget(wave, 1);
    layout->addWidget(transport);
    layout->addWidget(meter);
    layout->addSpacing(2);
    layout->addWidget(againRow());
    layout->addWidget(editRow());
    layout->addWidget(outRow());
    auto* texts = new QVBoxLayout;
    texts->setSpacing(3);
    for (auto* label : {facts_, recipe_, note_})
        texts->addWidget(label);
    layout->addLayout(texts);
    note_->hide();
}

QWidget* TakePage::header() {
    title_->setObjectName(QStringLiteral("takeTitle"));
    title_->setFont(titleFont(*this));
    state_->setObjectName(QStringLiteral("takeState"));
    state_->setProperty("role", "badge");
    waitingButton->setObjectName(QStringLiteral("showWaiting"));
    waitingButton->setProperty("role", "chip");
    waitingButton->hide();
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(title_, 1);
    layout->addWidget(waitingButton);
    layout->addWidget(state_);
    return row;
}

QWidget* TakePage::outRow() {
    exportButton->setObjectName(QStringLiteral("export"));
    exportButton->setToolTip(tr("Write the take as WAV, FLAC, MP3, Ogg or Opus (Ctrl+E)"));
    copyButton->setObjectName(QStringLiteral("copyFile"));
    copyButton->setToolTip(tr("Copy the take as a WAV file, to paste it into a file manager (Ctrl+C)"));
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(exportButton);
    layout->addWidget(copyButton);
    layout->addWidget(handle, 1);
    return row;
}

QWidget* TakePage::againRow() {
    vary_->setObjectName(QStringLiteral("vary"));
    vary_->setToolTip(tr("One more take of the same plan: same codes and planner seed, a new seed"));
    newIdea_->setObjectName(QStringLiteral("newIdea"));
    newIdea_->setToolTip(tr("One more take of the same words: planned anew, with new seeds"));
    connect(vary_, &QPushButton::clicked, this, [this] { emit againRequested(Again::Vary); });
    connect(newIdea_, &QPushButton::clicked, this, [this] { emit againRequested(Again::NewIdea); });
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(vary_);
    layout->addWidget(newIdea_);
    layout->addStretch();
    return row;
}

QWidget* TakePage::editRow() {
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    const auto add = [&](const QString& name, const QString& tip, EditTask task, const char* objectName) {
        auto* button = new QPushButton(name, row);
        button->setObjectName(QLatin1String(objectName));
        button->setToolTip(tip);
        connect(button, &QPushButton::clicked, this, [this, task] { emit editRequested(task); });
        layout->addWidget(button);
        edits_.push_back(button);
    };
    add(tr("Repaint"), tr("Make parts of this take anew; what is marked is the first (Ctrl+R)"), EditTask::Repaint,
        "repaintTake");
    add(tr("Extend"), tr("Go on where this take ends"), EditTask::Extend, "extendTake");
    add(tr("Cover"), tr("The same song in another style"), EditTask::Cover, "coverTake");
    add(tr("Stems"), tr("Take single tracks out of the mix"), EditTask::Extract, "stemsOfTake");
    layout->addStretch();
    return row;
}

void TakePage::setTitle(const QString& title) {
    title_->setFullText(title);
    title_->setAccessibleName(tr("Take: %1").arg(title));
}

void TakePage::setState(const QString& state) {
    state_->setText(state);
    state_->setVisible(!state.isEmpty());
}

void TakePage::setFacts(const QString& facts, const QString& recipe) {
    facts_->setText(facts);
    recipe_->setText(recipe.isEmpty() ? QString() : tr("Recipe: %1").arg(recipe));
}

void TakePage::setNote(const QString& note) {
    note_->setText(note);
    note_->setVisible(!note.isEmpty());
}

void TakePage::setComplete(bool complete) {
    for (auto* button : {exportButton, copyButton, vary_, newIdea_})
        button->setEnabled(complete);
    for (auto* button : edits_)
        button->setEnabled(complete);
}

QWidget* makeEmptyTakePage(QWidget* parent) {
    auto* page = new QWidget(parent);
    auto* heading = new QLabel(EmptyTexts::tr("No take yet"), page);
    heading->setFont(titleFont(*page));
    heading->setAlignment(Qt::AlignCenter);
    auto* hint =
        new QLabel(EmptyTexts::tr("Describe a song and press Generate, or choose a take from the library."), page);
    hint->setProperty("role", "muted");
    hint->setWordWrap(true);
    hint->setAlignment(Qt::AlignCenter);
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(24, 24, 24, 24);
    layout->addStretch(2);
    layout->addWidget(new BigIcon(page), 0, Qt::AlignHCenter);
    layout->addWidget(heading);
    layout->addWidget(hint);
    layout->addStretch(3);
    return page;
}

} // namespace ottava::ui
