#include "ui/compose/plan_panel.h"

#include "ui/compose/plan_row.h"
#include "ui/widgets/tier_text.h"

#include <QCheckBox>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

namespace ottava::ui {

PlanPanel::PlanPanel(QWidget* parent) : QWidget(parent), about_(new QLabel(this)) {
    setAccessibleName(tr("What the planner wrote"));
    auto* heading = new QLabel(tr("What the planner wrote"), this);
    heading->setProperty("role", "heading");
    about_->setObjectName(QStringLiteral("aboutPlan"));
    about_->setProperty("role", "muted");
    about_->setWordWrap(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(heading);
    layout->addWidget(about_);
    layout->addWidget(makeCodes()); // on top: a change anywhere may make them stale
    for (const auto field : kPlannedFields) {
        auto* row = new PlanRow(field, this);
        row->setObjectName(QStringLiteral("plan%1").arg(static_cast<int>(field)));
        connect(row, &PlanRow::changed, this, [this] { describe(); });
        layout->addWidget(row);
        rows_.push_back(row);
    }
    auto* custom = new QPushButton(tr("Edit in Custom"), this);
    custom->setObjectName(QStringLiteral("editInCustom"));
    custom->setToolTip(tr("Put the plan into the form; the codes stay behind"));
    connect(custom, &QPushButton::clicked, this, &PlanPanel::editInCustomRequested);
    layout->addWidget(custom, 0, Qt::AlignLeft);
    layout->addStretch(1);
}

QWidget* PlanPanel::makeCodes() {
    auto* block = new QWidget(this);
    auto* layout = new QVBoxLayout(block);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    codes_ = new QLabel(block);
    codes_->setObjectName(QStringLiteral("codes"));
    stale_ = new QLabel(tr("The audio codes were planned for the song as it was. They are left out and planned anew."),
                        block);
    stale_->setObjectName(QStringLiteral("staleCodes"));
    stale_->setProperty("role", "warning");
    keep_ = new QCheckBox(tr("Keep the codes all the same"), block);
    keep_->setObjectName(QStringLiteral("keepCodes"));
    for (auto* label : {codes_, stale_}) {
        label->setWordWrap(true);
        layout->addWidget(label);
    }
    layout->addWidget(keep_);
    connect(keep_, &QCheckBox::toggled, this, [this] { describe(); });
    return block;
}

void PlanPanel::load(const Request& typed, const PlanResult& result) {
    hasPlan_ = true;
    typed_ = typed;
    result_ = result;
    keep_->setChecked(false);
    for (auto* row : rows_)
        row->load(fieldText(typed, row->field()), fieldText(result.request, row->field()));
    const QLocale locale;
    auto about = tr("%1 wrote this in %2 s.").arg(lmShortName(result.lm), locale.toString(result.planSeconds, 'f', 1));
    if (!result.lmSeeds.empty())
        about += QLatin1Char(' ') + tr("Planner seed %1.").arg(result.lmSeeds.front());
    about_->setText(about);
    describe();
}

Request PlanPanel::edited() const {
    auto request = result_.request;
    for (const auto* row : rows_) {
        if (row->text() != fieldText(result_.request, row->field()))
            setFieldText(request, row->field(), row->text());
    }
    return request;
}

bool PlanPanel::codesAreStale() const {
    if (result_.request.audioCodes.empty())
        return false;
    const auto now = edited();
    for (const auto field : kPlannedFields) {
        if (fieldText(now, field) != fieldText(result_.request, field))
            return true;
    }
    return false;
}

Request PlanPanel::request() const {
    auto request = edited();
    if (codesAreStale() && !keep_->isChecked()) {
        request.audioCodes = {};
        request.useCotCaption = false; // the words are the user's now
        request.query.clear();
    }
    return request;
}

std::map<PlannedField, QString> PlanPanel::kept() const {
    std::map<PlannedField, QString> kept;
    for (const auto* row : rows_) {
        if (hasPlan_ && row->isLocked())
            kept.emplace(row->field(), row->text());
    }
    return kept;
}

QString PlanPanel::problem() const {
    for (const auto* row : rows_) {
        auto scratch = result_.request;
        if (row->text() != fieldText(result_.request, row->field())
            && !setFieldText(scratch, row->field(), row->text()))
            return tr("%1: this value cannot be used.").arg(fieldName(row->field()));
    }
    return {};
}

void PlanPanel::describe() {
    if (!stale_)
        return; // still being built
    for (auto* row : rows_) {
        auto scratch = result_.request;
        row->setInvalid(row->text() != fieldText(result_.request, row->field())
                        && !setFieldText(scratch, row->field(), row->text()));
    }
    const auto count = codeCount(result_.request.audioCodes);
    codes_->setText(count > 0 ? tr("%n audio code(s) planned", nullptr, count) : tr("No audio codes planned"));
    const auto stale = codesAreStale();
    keep_->setVisible(stale);
    // Another length needs another number of codes.
    const auto sameLength =
        fieldText(edited(), PlannedField::Length) == fieldText(result_.request, PlannedField::Length);
    keep_->setEnabled(sameLength);
    if (!sameLength && keep_->isChecked())
        keep_->setChecked(false);
    stale_->setVisible(stale && !keep_->isChecked());
    emit changed();
}

} // namespace ottava::ui
