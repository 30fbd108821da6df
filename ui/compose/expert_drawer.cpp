#include "ui/compose/expert_drawer.h"

#include "ui/compose/planner_options.h"
#include "ui/widgets/bounded_slider.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace ottava::ui {

namespace {

template<class Choice>
void addItem(QComboBox* box, const QString& name, Choice choice) {
    box->addItem(name, static_cast<int>(choice));
}

template<class Choice>
Choice chosen(const QComboBox* box) {
    return static_cast<Choice>(box->currentData().toInt());
}

template<class Choice>
void choose(QComboBox* box, Choice choice) {
    box->setCurrentIndex(std::max(0, box->findData(static_cast<int>(choice))));
}

} // namespace

ExpertDrawer::ExpertDrawer(QWidget* parent) : QWidget(parent) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(10);
    steps_ = new BoundedSlider(tr("Steps"), SliderUnit::Count, this);
    steps_->setObjectName(QStringLiteral("steps"));
    steps_->setRange(1, kMaxTurboSteps, 1);
    shift_ = new BoundedSlider(tr("Shift"), SliderUnit::Number, this);
    shift_->setObjectName(QStringLiteral("shift"));
    shift_->setRange(1, 5, 0.1);
    column->addWidget(steps_);
    column->addWidget(shift_);
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(10);
    form->setVerticalSpacing(6);
    form->setRowWrapPolicy(QFormLayout::WrapLongRows);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    buildSampling(*form);
    buildCorrection(*form);
    buildOutput(*form);
    column->addLayout(form);
    planner_ = new PlannerOptions(this);
    column->addWidget(planner_);
    auto* reset = new QPushButton(tr("Back to the defaults"), this);
    column->addWidget(reset, 0, Qt::AlignRight);
    load({});
    connect(reset, &QPushButton::clicked, this, [this] {
        load({});
        planner_->load({});
    });
    connect(planner_, &PlannerOptions::changed, this, &ExpertDrawer::changed);
    connect(steps_, &BoundedSlider::valueChanged, this, [this] { react(); });
    connect(shift_, &BoundedSlider::valueChanged, this, [this] { react(); });
}

QDoubleSpinBox* ExpertDrawer::addNumber(QFormLayout& form, const QString& label, double minimum, double maximum,
                                        double step) {
    auto* box = new QDoubleSpinBox(this);
    box->setButtonSymbols(QAbstractSpinBox::NoButtons);
    box->setDecimals(step < 0.1 ? 3 : 1);
    box->setRange(minimum, maximum);
    box->setSingleStep(step);
    box->setAccessibleName(label);
    form.addRow(label, box);
    connect(box, &QDoubleSpinBox::valueChanged, this, [this] { react(); });
    return box;
}

QComboBox* ExpertDrawer::addChoice(QFormLayout& form, const QString& label) {
    auto* box = new QComboBox(this);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(5);
    box->setAccessibleName(label);
    form.addRow(label, box);
    connect(box, &QComboBox::currentIndexChanged, this, [this] { react(); });
    return box;
}

void ExpertDrawer::buildSampling(QFormLayout& form) {
    inferMethod_ = addChoice(form, tr("Method"));
    addItem(inferMethod_, tr("ODE (repeatable path)"), InferMethod::Ode);
    addItem(inferMethod_, tr("SDE (fresh noise each step)"), InferMethod::Sde);
    sampler_ = addChoice(form, tr("Solver"));
    addItem(sampler_, tr("Euler"), SamplerMode::Euler);
    addItem(sampler_, tr("Heun (twice the work)"), SamplerMode::Heun);
}

void ExpertDrawer::buildCorrection(QFormLayout& form) {
    dcw_ = new QCheckBox(tr("Wavelet correction"), this);
    form.addRow(dcw_);
    connect(dcw_, &QCheckBox::toggled, this, [this] { react(); });
    dcwMode_ = addChoice(form, tr("Bands"));
    addItem(dcwMode_, tr("Both"), DcwMode::Double);
    addItem(dcwMode_, tr("Low"), DcwMode::Low);
    addItem(dcwMode_, tr("High"), DcwMode::High);
    addItem(dcwMode_, tr("No split"), DcwMode::Pix);
    dcwScaler_ = addNumber(form, tr("Strength"), 0, 0.1, 0.005);
    dcwHighScaler_ = addNumber(form, tr("High strength"), 0, 0.1, 0.005);
}

void ExpertDrawer::buildOutput(QFormLayout& form) {
    normalize_ = new QCheckBox(tr("Normalise the peak"), this);
    form.addRow(normalize_);
    connect(normalize_, &QCheckBox::toggled, this, [this] { react(); });
    peak_ = addNumber(form, tr("Peak"), -10, 0, 0.1);
    peak_->setSuffix(tr(" dB"));
    fadeIn_ = addNumber(form, tr("Fade in"), 0, 10, 0.1);
    fadeOut_ = addNumber(form, tr("Fade out"), 0, 10, 0.1);
    for (auto* fade : {fadeIn_, fadeOut_})
        fade->setSuffix(tr(" s"));
    format_ = addChoice(form, tr("Saved as"));
    addItem(format_, tr("WAV 24-bit"), AudioFormat::Wav24);
    addItem(format_, tr("WAV 16-bit"), AudioFormat::Wav);
    addItem(format_, tr("WAV 32-bit float"), AudioFormat::Wav32);
    addItem(format_, tr("FLAC"), AudioFormat::Flac);
}

void ExpertDrawer::load(const ExpertDraft& draft) {
    steps_->setValue(draft.steps);
    shift_->setValue(draft.shift);
    choose(inferMethod_, draft.inferMethod);
    choose(sampler_, draft.samplerMode);
    dcw_->setChecked(draft.dcwEnabled);
    choose(dcwMode_, draft.dcwMode);
    dcwScaler_->setValue(draft.dcwScaler);
    dcwHighScaler_->setValue(draft.dcwHighScaler);
    normalize_->setChecked(draft.normalize);
    peak_->setValue(draft.normalizationDb);
    fadeIn_->setValue(draft.fadeInSeconds);
    fadeOut_->setValue(draft.fadeOutSeconds);
    choose(format_, draft.format);
    react();
}

ExpertDraft ExpertDrawer::draft() const {
    return {.steps = static_cast<int>(steps_->value()),
            .shift = shift_->value(),
            .inferMethod = chosen<InferMethod>(inferMethod_),
            .samplerMode = chosen<SamplerMode>(sampler_),
            .dcwEnabled = dcw_->isChecked(),
            .dcwMode = chosen<DcwMode>(dcwMode_),
            .dcwScaler = dcwScaler_->value(),
            .dcwHighScaler = dcwHighScaler_->value(),
            .normalize = normalize_->isChecked(),
            .normalizationDb = peak_->value(),
            .fadeInSeconds = fadeIn_->value(),
            .fadeOutSeconds = fadeOut_->value(),
            .format = chosen<AudioFormat>(format_)};
}

int ExpertDrawer::modifiedCount() const {
    const auto now = draft();
    const ExpertDraft usual;
    return (now.steps != usual.steps) + (now.shift != usual.shift) + (now.inferMethod != usual.inferMethod)
           + (now.samplerMode != usual.samplerMode) + (now.dcwEnabled != usual.dcwEnabled)
           + (now.dcwMode != usual.dcwMode) + (now.dcwScaler != usual.dcwScaler)
           + (now.dcwHighScaler != usual.dcwHighScaler) + (now.normalize != usual.normalize)
           + (now.normalizationDb != usual.normalizationDb) + (now.fadeInSeconds != usual.fadeInSeconds)
           + (now.fadeOutSeconds != usual.fadeOutSeconds) + (now.format != usual.format) + planner_->modifiedCount();
}

void ExpertDrawer::react() {
    if (!format_)
        return; // still being built
    for (auto* field : {static_cast<QWidget*>(dcwMode_), static_cast<QWidget*>(dcwScaler_)})
        field->setEnabled(dcw_->isChecked());
    dcwHighScaler_->setEnabled(dcw_->isChecked() && chosen<DcwMode>(dcwMode_) == DcwMode::Double);
    peak_->setEnabled(normalize_->isChecked());
    emit changed();
}

} // namespace ottava::ui
