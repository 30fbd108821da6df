#include "ui/settings/performance_page.h"

#include "ui/compose/request_draft.h"
#include "ui/widgets/tier_text.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QSpinBox>

#include <utility>

namespace ottava::ui {

namespace {

constexpr const char* kLmOff = "off";

enum class Switch { Auto, On, Off };

/// Selects `value`, adding it as it is written when the box does not offer it.
void selectOrAdd(QComboBox* box, const QString& value) {
    if (box->findData(value) < 0)
        box->addItem(value, value);
    box->setCurrentIndex(box->findData(value));
}

} // namespace

PerformancePage::PerformancePage(const SettingsChoices& choices, QWidget* parent)
    : SettingsPage(parent),
      dit_(new QComboBox(this)),
      vae_(new QComboBox(this)),
      lm_(new QComboBox(this)),
      lmNote_(new QLabel(this)),
      limits_(choices.limits),
      device_(new QComboBox(this)),
      precision_(new QComboBox(this)),
      offload_(new QComboBox(this)),
      idle_(new QSpinBox(this)),
      compile_(new QCheckBox(tr("Compile the models for this machine"), this)),
      flashAttention_(new QCheckBox(tr("Flash attention"), this)),
      longSongs_(new QCheckBox(tr("Songs of up to 10 minutes"), this)),
      manyTakes_(new QCheckBox(tr("Up to 8 takes at once"), this)),
      anyLm_(new QCheckBox(tr("A language model in any tier"), this)) {
    fillModels(choices);
    fillDevices(choices);
    precision_->addItem(tr("Automatic"), static_cast<int>(Precision::Auto));
    precision_->addItem(tr("fp32 (exact)"), static_cast<int>(Precision::Fp32));
    precision_->addItem(tr("bf16 (half the memory)"), static_cast<int>(Precision::Bf16));
    precision_->addItem(tr("int8 (a quarter of the memory)"), static_cast<int>(Precision::Int8));
    offload_->addItem(tr("Where it is needed"), static_cast<int>(Switch::Auto));
    offload_->addItem(tr("On: models wait in main memory"), static_cast<int>(Switch::On));
    offload_->addItem(tr("Off: models stay on the device"), static_cast<int>(Switch::Off));

    auto* form = new QFormLayout(this);
    form->setVerticalSpacing(8);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    const auto add = [&](const QString& name, QComboBox* box, const char* objectName) {
        box->setAccessibleName(name);
        box->setObjectName(QLatin1String(objectName));
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        form->addRow(name, box);
    };
    add(tr("Music model"), dit_, "dit");
    add(tr("Decoder (VAE)"), vae_, "vae");
    add(tr("Language model"), lm_, "lm");
    lmNote_->setObjectName(QStringLiteral("lmNote"));
    lmNote_->setProperty("role", "warning");
    lmNote_->setWordWrap(true);
    form->addRow(QString(), lmNote_);
    add(tr("Device"), device_, "device");
    add(tr("Precision"), precision_, "precision");
    add(tr("Offload"), offload_, "offload");
    idle_->setObjectName(QStringLiteral("freeAfterMinutes"));
    idle_->setAccessibleName(tr("Free idle models after"));
    idle_->setRange(0, kLongestIdleMinutes);
    idle_->setSuffix(tr(" min"));
    idle_->setSpecialValueText(tr("Never"));
    form->addRow(tr("Free idle models after"), idle_);
    compile_->setObjectName(QStringLiteral("compile"));
    flashAttention_->setObjectName(QStringLiteral("flashAttention"));
    form->addRow(QString(), flashAttention_);
    form->addRow(QString(), compile_);
    addOverrides(*form);
    connect(lm_, &QComboBox::currentIndexChanged, this, [this] { showLmNote(); });
    showLmNote();
}

void PerformancePage::addOverrides(QFormLayout& form) {
    auto* line = new QFrame(this);
    line->setProperty("role", "line");
    form.addRow(line);
    auto* note =
        new QLabel(tr("Allowed beyond this machine's tier. It may run out of memory; nothing is lost then."), this);
    note->setWordWrap(true);
    note->setProperty("role", "muted");
    form.addRow(note);
    longSongs_->setObjectName(QStringLiteral("longSongs"));
    manyTakes_->setObjectName(QStringLiteral("manyTakes"));
    for (auto* box : {longSongs_, manyTakes_, anyLm_})
        form.addRow(QString(), box);
}

void PerformancePage::fillModels(const SettingsChoices& choices) {
    const std::pair<InstalledModel::Kind, QComboBox*> kinds[] = {{InstalledModel::Kind::Dit, dit_},
                                                                 {InstalledModel::Kind::Vae, vae_}};
    for (const auto& model : choices.models)
        for (const auto& [kind, box] : kinds)
            if (model.kind == kind)
                box->addItem(QString::fromStdString(model.name), QString::fromStdString(model.name));
    lm_->addItem(limits_ && limits_->defaultLm() ? tr("Automatic (%1)").arg(lmShortName(*limits_->defaultLm()))
                                                 : tr("Automatic"),
                 QString());
    lm_->addItem(tr("Off"), QLatin1String(kLmOff));
    for (const auto& model : choices.models) {
        if (model.kind == InstalledModel::Kind::LanguageModel)
            lm_->addItem(isBeyondTier(QString::fromStdString(model.name))
                             ? tr("%1 (beyond this tier)").arg(lmShortName(model.name))
                             : lmShortName(model.name),
                         QString::fromStdString(model.name));
    }
}

bool PerformancePage::isBeyondTier(const QString& lm) const {
    return limits_ && !lm.isEmpty() && lm != QLatin1String(kLmOff) && !limits_->tier.lm(lm.toStdString());
}

void PerformancePage::showLmNote() {
    const auto beyond = isBeyondTier(lm_->currentData().toString());
    lmNote_->setVisible(beyond);
    if (beyond)
        lmNote_->setText(tr("%1 is not meant for this model. It is used all the same; memory may run out.")
                             .arg(tierTitle(*limits_)));
}

void PerformancePage::fillDevices(const SettingsChoices& choices) {
    device_->addItem(choices.limits ? tr("Automatic (%1)").arg(QString::fromStdString(choices.limits->device.name))
                                    : tr("Automatic"),
                     QStringLiteral("auto"));
    device_->addItem(tr("Processor"), QStringLiteral("cpu"));
    device_->addItem(tr("GPU"), QStringLiteral("cuda"));
}

QString PerformancePage::title() const {
    return tr("Performance");
}

void PerformancePage::load(const AppSettings& settings) {
    selectOrAdd(dit_, QString::fromStdString(settings.dit));
    selectOrAdd(vae_, QString::fromStdString(settings.vae));
    selectOrAdd(lm_, !settings.lmEnabled ? QLatin1String(kLmOff) : QString::fromStdString(settings.lm.value_or("")));
    selectOrAdd(device_, QString::fromStdString(settings.device));
    precision_->setCurrentIndex(precision_->findData(static_cast<int>(settings.precision)));
    const auto offload = !settings.offload ? Switch::Auto : *settings.offload ? Switch::On : Switch::Off;
    offload_->setCurrentIndex(offload_->findData(static_cast<int>(offload)));
    idle_->setValue(settings.freeAfterMinutes);
    compile_->setChecked(settings.compile);
    flashAttention_->setChecked(settings.flashAttention);
    longSongs_->setChecked(settings.overrides.maxDurationSeconds.has_value());
    manyTakes_->setChecked(settings.overrides.maxBatch.has_value());
    anyLm_->setChecked(settings.overrides.allowLm.value_or(false));
}

void PerformancePage::store(AppSettings& settings) const {
    settings.dit = dit_->currentData().toString().toStdString();
    settings.vae = vae_->currentData().toString().toStdString();
    const auto lm = lm_->currentData().toString();
    settings.lmEnabled = lm != QLatin1String(kLmOff);
    if (settings.lmEnabled)
        settings.lm = lm.isEmpty() ? std::nullopt : std::optional(lm.toStdString());
    settings.device = device_->currentData().toString().toStdString();
    settings.precision = static_cast<Precision>(precision_->currentData().toInt());
    const auto offload = static_cast<Switch>(offload_->currentData().toInt());
    settings.offload = offload == Switch::Auto ? std::nullopt : std::optional(offload == Switch::On);
    settings.freeAfterMinutes = idle_->value();
    settings.compile = compile_->isChecked();
    settings.flashAttention = flashAttention_->isChecked();
    settings.overrides.maxDurationSeconds =
        longSongs_->isChecked() ? std::optional(static_cast<int>(kMaxDurationSeconds)) : std::nullopt;
    settings.overrides.maxBatch = manyTakes_->isChecked() ? std::optional(kMaxBatch) : std::nullopt;
    settings.overrides.allowLm = anyLm_->isChecked() || isBeyondTier(lm) ? std::optional(true) : std::nullopt;
}

} // namespace ottava::ui
