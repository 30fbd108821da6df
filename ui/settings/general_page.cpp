#include "ui/settings/general_page.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLabel>

namespace ottava::ui {

namespace {

/// Selects `value`, adding it when the box does not offer it: a device that is unplugged today stays chosen.
void selectOrAdd(QComboBox* box, const QString& value, const QString& shown) {
    if (box->findData(value) < 0)
        box->addItem(shown, value);
    box->setCurrentIndex(box->findData(value));
}

} // namespace

GeneralPage::GeneralPage(const SettingsChoices& choices, QWidget* parent)
    : SettingsPage(parent),
      language_(new QComboBox(this)),
      theme_(new QComboBox(this)),
      audioDevice_(new QComboBox(this)) {
    language_->addItem(tr("As the system"), QString());
    language_->addItem(QStringLiteral("English"), QStringLiteral("en"));
    language_->addItem(QStringLiteral("Italiano"), QStringLiteral("it"));
    theme_->addItem(tr("As the system"), static_cast<int>(Theme::System));
    theme_->addItem(tr("Light"), static_cast<int>(Theme::Light));
    theme_->addItem(tr("Dark"), static_cast<int>(Theme::Dark));
    audioDevice_->addItem(tr("The system's default"), QString());
    for (const auto& device : choices.audioDevices)
        audioDevice_->addItem(QString::fromStdString(device), QString::fromStdString(device));
    audioDevice_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);

    auto* form = new QFormLayout(this);
    form->setVerticalSpacing(10);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    const auto add = [&](const QString& name, QComboBox* box, const char* objectName) {
        box->setAccessibleName(name);
        box->setObjectName(QLatin1String(objectName));
        form->addRow(name, box);
    };
    add(tr("Language"), language_, "language");
    auto* note = new QLabel(tr("A new language is used from the next start on."), this);
    note->setProperty("role", "muted");
    form->addRow(QString(), note);
    add(tr("Theme"), theme_, "theme");
    add(tr("Audio device"), audioDevice_, "audioDevice");
}

QString GeneralPage::title() const {
    return tr("General");
}

void GeneralPage::load(const AppSettings& settings) {
    const auto language = QString::fromStdString(settings.language);
    selectOrAdd(language_, language, language);
    theme_->setCurrentIndex(theme_->findData(static_cast<int>(settings.theme)));
    const auto device = QString::fromStdString(settings.audioDevice.value_or(""));
    selectOrAdd(audioDevice_, device, tr("%1 (not connected)").arg(device));
}

void GeneralPage::store(AppSettings& settings) const {
    settings.language = language_->currentData().toString().toStdString();
    settings.theme = static_cast<Theme>(theme_->currentData().toInt());
    const auto device = audioDevice_->currentData().toString();
    settings.audioDevice = device.isEmpty() ? std::nullopt : std::optional(device.toStdString());
}

} // namespace ottava::ui
