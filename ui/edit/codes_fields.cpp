#include "ui/edit/codes_fields.h"

#include "core/text/audio_codes.h"
#include "ui/edit/word_slider.h"
#include "ui/playback/time_text.h"
#include "ui/widgets/icons.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStyle>
#include <QVBoxLayout>

namespace ottava::ui {

namespace {

constexpr double kCodesPerSecond = 5;
constexpr int kVisibleLines = 4;

} // namespace

CodesFields::CodesFields(QWidget* parent)
    : QWidget(parent),
      text_(new QPlainTextEdit(this)),
      verdict_(new QLabel(this)),
      copy_(new QPushButton(icon(QStringLiteral("copy")), tr("Copy"), this)),
      paste_(new QPushButton(tr("Paste"), this)),
      fromSource_(new QPushButton(tr("From the recording"), this)),
      strength_(new WordSlider(tr("Follows the codes"),
                               {{0, tr("Not at all")},
                                {0.25, tr("Loosely")},
                                {0.5, tr("Halfway")},
                                {0.75, tr("Nearly")},
                                {1, tr("All the way")}},
                               this)) {
    auto* heading = new QLabel(tr("Audio codes"), this);
    heading->setProperty("role", "heading");
    heading->setBuddy(text_);
    text_->setObjectName(QStringLiteral("codes"));
    text_->setAccessibleName(tr("Audio codes"));
    text_->setPlaceholderText(QStringLiteral("<|audio_code_123|><|audio_code_456|>…"));
    text_->setTabChangesFocus(true);
    text_->setFixedHeight(text_->fontMetrics().lineSpacing() * kVisibleLines + 20);
    verdict_->setObjectName(QStringLiteral("codesVerdict"));
    verdict_->setWordWrap(true);
    strength_->setObjectName(QStringLiteral("codesStrength"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    column->addWidget(heading);
    column->addWidget(text_);
    column->addWidget(verdict_);
    column->addWidget(makeButtons());
    column->addWidget(strength_);
    connect(text_, &QPlainTextEdit::textChanged, this, [this] {
        judge();
        emit changed();
    });
    connect(strength_, &WordSlider::valueChanged, this, &CodesFields::changed);
    setHasSource(false);
    judge();
}

QWidget* CodesFields::makeButtons() {
    copy_->setObjectName(QStringLiteral("copyCodes"));
    copy_->setAccessibleName(tr("Copy the audio codes"));
    paste_->setObjectName(QStringLiteral("pasteCodes"));
    paste_->setAccessibleName(tr("Paste audio codes"));
    fromSource_->setObjectName(QStringLiteral("codesFromSource"));
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    for (auto* button : {copy_, paste_, fromSource_})
        layout->addWidget(button);
    layout->addStretch();
    connect(copy_, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(text_->toPlainText()); });
    connect(paste_, &QPushButton::clicked, this, [this] { setCodes(QGuiApplication::clipboard()->text()); });
    connect(fromSource_, &QPushButton::clicked, this, &CodesFields::fromSourcePressed);
    return row;
}

void CodesFields::judge() {
    const auto text = text_->toPlainText().trimmed();
    const auto count = parseAudioCodes(text.toStdString()).size();
    const auto garbage = !text.isEmpty() && count == 0;
    copy_->setEnabled(!text.isEmpty());
    text_->setProperty("invalid", garbage);
    verdict_->setProperty("role", garbage ? "problem" : "muted");
    if (garbage)
        verdict_->setText(tr("There is no audio code in this text. Codes look like <|audio_code_123|>."));
    else
        verdict_->setText(text.isEmpty() ? tr("Five codes make a second of music.")
                                         : tr("%n code(s)", nullptr, static_cast<int>(count)) + QStringLiteral(" · ")
                                               + clockText(static_cast<double>(count) / kCodesPerSecond));
    for (auto* widget : {static_cast<QWidget*>(text_), static_cast<QWidget*>(verdict_)}) {
        widget->style()->unpolish(widget);
        widget->style()->polish(widget);
    }
}

void CodesFields::setHasSource(bool has) {
    fromSource_->setEnabled(has);
    fromSource_->setToolTip(has ? tr("Listen to the recording above and write its codes here")
                                : tr("Choose a recording above first"));
}

void CodesFields::setCodes(const QString& codes) {
    text_->setPlainText(codes.trimmed());
}

void CodesFields::load(const EditDraft& draft) {
    setCodes(draft.codes);
    strength_->setValue(draft.codesStrength);
}

void CodesFields::store(EditDraft& draft) const {
    draft.codes = text_->toPlainText();
    draft.codesStrength = strength_->value();
}

} // namespace ottava::ui
