#include "ui/widgets/tier_why.h"

#include "ui/widgets/core_words.h"
#include "ui/widgets/tier_text.h"

#include <QGridLayout>
#include <QLabel>
#include <QLocale>
#include <QStringList>
#include <QVBoxLayout>

namespace ottava::ui {

namespace {

QLabel* makeText(const QString& text, const char* role, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    label->setWordWrap(true);
    label->setProperty("role", role);
    return label;
}

} // namespace

TierWhy::TierWhy(const Limits& limits, const Warnings& warnings, QWidget* parent) : Popup(parent) {
    setFixedWidth(fontMetrics().averageCharWidth() * 62);
    setAccessibleName(tr("Why this tier"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 14, 16, 14);
    layout->setSpacing(8);
    layout->addWidget(makeText(tierTitle(limits), "heading", this));
    layout->addWidget(makeText(QString::fromStdString(limits.rule), "", this));
    layout->addWidget(makeTable(limits));

    QStringList lms;
    for (const auto& lm : limits.tier.lms) {
        const auto memory = lm.memoryGb
                                ? tr("%1 (%2 GB set aside)").arg(lmShortName(lm.name), QLocale().toString(*lm.memoryGb))
                                : lmShortName(lm.name);
        lms << memory;
    }
    layout->addWidget(makeText(lms.isEmpty() ? tr("No language model fits into this tier.")
                                             : tr("Language models that fit: %1.").arg(lms.join(QLatin1String(", "))),
                               "", this));
    layout->addWidget(
        makeText(tr("These are safe limits, not walls: the lock at a slider's end goes beyond them."), "muted", this));
    for (const auto& warning : warnings)
        layout->addWidget(makeText(inWindowLanguage(warning.sentence), "warning", this));
}

QWidget* TierWhy::makeTable(const Limits& limits) {
    auto* table = new QWidget(this);
    auto* grid = new QGridLayout(table);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(18);
    grid->setVerticalSpacing(3);
    int row = 0;
    const auto addRow = [&](const QString& name, const QString& text) {
        grid->addWidget(makeText(name, "muted", table), row, 0);
        grid->addWidget(makeText(text, "", table), row++, 1);
    };
    addRow(tr("Machine"), deviceText(limits.device));
    if (limits.lmAllowed())
        addRow(tr("With LM"), allowanceText(limits, true));
    addRow(tr("Without LM"), allowanceText(limits, false));
    grid->setColumnStretch(1, 1);
    return table;
}

} // namespace ottava::ui
