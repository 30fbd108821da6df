#include "ui/settings/privacy_page.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>

namespace ottava::ui {

PrivacyPage::PrivacyPage(QWidget* parent)
    : SettingsPage(parent),
      promptAndLyrics_(new QCheckBox(tr("Put description, lyrics and recipe into the files"), this)),
      tempo_(new QCheckBox(tr("Let programs stretch WAV files to their tempo"), this)),
      artist_(new QLineEdit(this)) {
    promptAndLyrics_->setObjectName(QStringLiteral("embedPrompt"));
    tempo_->setObjectName(QStringLiteral("embedTempo"));
    artist_->setObjectName(QStringLiteral("artist"));
    artist_->setAccessibleName(tr("Artist"));
    artist_->setPlaceholderText(tr("Nobody"));
    auto* form = new QFormLayout(this);
    form->setVerticalSpacing(10);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    const auto explain = [&](const QString& text) {
        auto* note = new QLabel(text, this);
        note->setProperty("role", "muted");
        note->setWordWrap(true);
        form->addRow(note);
    };
    form->addRow(promptAndLyrics_);
    explain(tr("Drop such a file on the window and the form is as it was. Without it a file names the program, the "
               "model and its loudness only. It holds for new takes and for exports."));
    form->addRow(tr("Artist"), artist_);
    form->addRow(tempo_);
    explain(tr("Writes the tempo that was asked for as an “acid” chunk. Some programs then stretch the file unasked; a "
               "song that strays from its tempo suffers."));
    const auto follow = [this](bool on) {
        artist_->setEnabled(on);
        tempo_->setEnabled(on);
    };
    connect(promptAndLyrics_, &QCheckBox::toggled, this, follow);
}

QString PrivacyPage::title() const {
    return tr("Metadata and privacy");
}

void PrivacyPage::load(const AppSettings& settings) {
    promptAndLyrics_->setChecked(settings.embed.promptAndLyrics);
    tempo_->setChecked(settings.embed.tempoForStretching);
    artist_->setText(QString::fromStdString(settings.embed.artist));
    artist_->setEnabled(settings.embed.promptAndLyrics);
    tempo_->setEnabled(settings.embed.promptAndLyrics);
}

void PrivacyPage::store(AppSettings& settings) const {
    settings.embed = {.promptAndLyrics = promptAndLyrics_->isChecked(),
                      .tempoForStretching = tempo_->isChecked(),
                      .artist = artist_->text().trimmed().toStdString()};
}

} // namespace ottava::ui
