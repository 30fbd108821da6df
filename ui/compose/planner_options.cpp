#include "ui/compose/planner_options.h"

#include "ui/widgets/icons.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QSpinBox>
#include <QToolButton>

#include <utility>

namespace ottava::ui {

PlannerOptions::PlannerOptions(QWidget* parent) : QWidget(parent) {
    const PlannerDraft usual;
    const QLocale locale;
    auto* form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(10);
    form->setVerticalSpacing(6);
    form->setRowWrapPolicy(QFormLayout::WrapLongRows);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    auto* heading = new QLabel(tr("Planner"), this);
    heading->setProperty("role", "heading");
    form->addRow(heading);
    fillMetadata_ = addSwitch(*form, tr("Fill in tempo, key and meter"), "fillMetadata");
    detectLanguage_ = addSwitch(*form, tr("Detect the language"), "detectLanguage");
    rewriteCaption_ = addSwitch(*form, tr("Rewrite the style"), "rewriteCaption");
    temperature_ = addNumber(*form, tr("Temperature"), 2, usual.temperature);
    guidance_ = addNumber(*form, tr("Planner guidance"), 3, usual.guidanceScale);
    guidance_->setMinimum(1);
    topP_ = addNumber(*form, tr("Top-p"), 1, usual.topP);
    topK_ = new QSpinBox(this);
    topK_->setRange(0, 100);
    topK_->setSpecialValueText(tr("Off"));
    topK_->setButtonSymbols(QAbstractSpinBox::NoButtons);
    form->addRow(tr("Top-k"), withReset(topK_, tr("Top-k"), tr("Off"), [this] { topK_->setValue(0); }));
    negative_ = new QLineEdit(this);
    form->addRow(tr("Not like"), withReset(negative_, tr("Not like"), usual.negative,
                                           [this] { negative_->setText(PlannerDraft{}.negative); }));
    connect(topK_, &QSpinBox::valueChanged, this, [this] { react(); });
    connect(negative_, &QLineEdit::textChanged, this, [this] { react(); });
    load(usual);
}

QCheckBox* PlannerOptions::addSwitch(QFormLayout& form, const QString& text, const char* name) {
    auto* box = new QCheckBox(text, this);
    box->setObjectName(QLatin1String(name));
    form.addRow(box);
    connect(box, &QCheckBox::toggled, this, [this] { react(); });
    return box;
}

QWidget* PlannerOptions::withReset(QWidget* field, const QString& name, const QString& usual,
                                   std::function<void()> reset) {
    auto* row = new QWidget(this);
    auto* back = new QToolButton(row);
    back->setIcon(icon(QStringLiteral("undo")));
    back->setProperty("role", "flat");
    back->setAccessibleName(tr("%1: back to %2").arg(name, usual));
    back->setToolTip(back->accessibleName());
    field->setAccessibleName(name);
    field->setToolTip(tr("Default: %1").arg(usual));
    connect(back, &QToolButton::clicked, this, std::move(reset));
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(field, 1);
    layout->addWidget(back);
    return row;
}

QDoubleSpinBox* PlannerOptions::addNumber(QFormLayout& form, const QString& name, double maximum, double usual) {
    auto* box = new QDoubleSpinBox(this);
    box->setButtonSymbols(QAbstractSpinBox::NoButtons);
    box->setRange(0, maximum);
    box->setSingleStep(0.05);
    form.addRow(name, withReset(box, name, QLocale().toString(usual, 'f', 2), [box, usual] { box->setValue(usual); }));
    connect(box, &QDoubleSpinBox::valueChanged, this, [this] { react(); });
    return box;
}

void PlannerOptions::load(const PlannerDraft& draft) {
    loading_ = true;
    rewriteCaption_->setChecked(draft.rewriteCaption);
    fillMetadata_->setChecked(draft.fillMetadata);
    detectLanguage_->setChecked(draft.detectLanguage);
    temperature_->setValue(draft.temperature);
    guidance_->setValue(draft.guidanceScale);
    topK_->setValue(draft.topK);
    topP_->setValue(draft.topP);
    negative_->setText(draft.negative);
    loading_ = false;
    react();
}

void PlannerOptions::store(PlannerDraft& draft) const {
    draft.rewriteCaption = rewriteCaption_->isChecked();
    draft.fillMetadata = fillMetadata_->isChecked();
    draft.detectLanguage = detectLanguage_->isChecked();
    draft.temperature = temperature_->value();
    draft.guidanceScale = guidance_->value();
    draft.topK = topK_->value();
    draft.topP = topP_->value();
    draft.negative = negative_->text();
}

int PlannerOptions::modifiedCount() const {
    const PlannerDraft usual;
    PlannerDraft now;
    store(now);
    return (now.rewriteCaption != usual.rewriteCaption) + (now.fillMetadata != usual.fillMetadata)
           + (now.detectLanguage != usual.detectLanguage) + (now.temperature != usual.temperature)
           + (now.guidanceScale != usual.guidanceScale) + (now.topK != usual.topK) + (now.topP != usual.topP)
           + (now.negative != usual.negative);
}

void PlannerOptions::react() {
    if (!loading_ && negative_)
        emit changed();
}

} // namespace ottava::ui
