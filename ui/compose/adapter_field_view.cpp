#include "ui/compose/adapter_field.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/icons.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QFileInfo>
#include <QGridLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStringList>
#include <QStyle>
#include <QToolButton>

#include <algorithm>

// What the adapter's field shows.

namespace ottava::ui {

namespace {

constexpr double kMostScale = 2;

/// Trainers write the path of the model's folder; its name is enough.
QString madeFor(const AdapterReport& report) {
    return QString::fromStdString(std::filesystem::path{report.madeFor}.filename().string());
}

} // namespace

void AdapterField::build() {
    auto* label = new QLabel(tr("Adapter"), this);
    label->setBuddy(choose_);
    label->setToolTip(tr("A LoRA or LoKr: a small addition that teaches the model a style. Drop one here, or choose "
                         "one."));
    on_->setObjectName(QStringLiteral("adapterOn"));
    none_->setFullText(tr("none"));
    none_->setProperty("role", "muted");
    scale_->setObjectName(QStringLiteral("adapterScale"));
    scale_->setRange(0, kMostScale);
    scale_->setSingleStep(0.05);
    scale_->setValue(1);
    scale_->setPrefix(QStringLiteral("× "));
    scale_->setButtonSymbols(QAbstractSpinBox::NoButtons);
    scale_->setAccessibleName(tr("Strength of the adapter"));
    scale_->setToolTip(tr("Strength of the adapter, 0 to 2"));
    recent_->setToolTipsVisible(true);
    choose_->setObjectName(QStringLiteral("adapterChoose"));
    choose_->setAccessibleName(tr("Choose an adapter"));
    choose_->setToolTip(label->toolTip());
    choose_->setMenu(recent_);
    choose_->setProperty("role", "menu");
    clear_->setObjectName(QStringLiteral("adapterClear"));
    clear_->setIcon(icon(QStringLiteral("cancel")));
    clear_->setProperty("role", "flat");
    clear_->setAccessibleName(tr("No adapter"));
    clear_->setToolTip(clear_->accessibleName());
    note_->setObjectName(QStringLiteral("adapterNote"));
    note_->setWordWrap(true);
    switch_->setObjectName(QStringLiteral("adapterSwitch"));
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(4);
    grid->setColumnStretch(1, 1);
    grid->addWidget(label, 0, 0);
    grid->addWidget(none_, 0, 1);
    grid->addWidget(on_, 1, 0, 1, 2);
    grid->addWidget(scale_, 1, 2);
    grid->addWidget(choose_, 0, 2, 1, 2);
    grid->addWidget(clear_, 1, 3);
    grid->addWidget(note_, 2, 0, 1, 4);
    grid->addWidget(switch_, 3, 0, 1, 4, Qt::AlignLeft);
}

const std::string& AdapterField::nearestFit() const {
    const auto& fits = report_->fits;
    const auto alike = std::ranges::find_if(fits, [this](const std::string& folder) {
        auto other = models_;
        other.dit = folder;
        return other.variant() == models_.variant();
    });
    return alike == fits.end() ? fits.front() : *alike;
}

QString AdapterField::mismatch() const {
    if (!report_ || std::ranges::find(report_->fits, models_.dit) != report_->fits.end())
        return {};
    const auto name = QString::fromStdString(report_->name);
    const auto now = ditShortName(models_.dit);
    if (!report_->fits.empty()) {
        QStringList fitting;
        for (const auto& folder : report_->fits)
            fitting << ditShortName(folder);
        return tr("%1 is for %2; the model in use is %3.").arg(name, fitting.join(QStringLiteral(" / ")), now);
    }
    if (!report_->madeFor.empty())
        return tr("%1 is for %2, which is not installed; the model in use is %3.").arg(name, madeFor(*report_), now);
    return tr("%1 is for a model that is not installed; the model in use is %2.").arg(name, now);
}

void AdapterField::present() {
    const auto chosen = !path_.isEmpty();
    const auto file = QFileInfo(path_).fileName();
    auto name = report_ ? QString::fromStdString(report_->name) : file;
    on_->setText(fontMetrics()
                     .elidedText(name, Qt::ElideMiddle, fontMetrics().averageCharWidth() * 30)
                     .replace(QLatin1Char('&'), QLatin1String("&&")));
    on_->setAccessibleName(tr("Use the adapter %1").arg(name));
    on_->setToolTip(path_);
    none_->setVisible(!chosen);
    for (auto* widget : {static_cast<QWidget*>(on_), static_cast<QWidget*>(scale_), static_cast<QWidget*>(clear_)})
        widget->setVisible(chosen);
    scale_->setEnabled(on_->isChecked());

    const auto wrong = problem();
    const auto fits = report_ && wrong.isEmpty() && !report_->madeFor.empty();
    const auto made = fits ? tr("Made for %1.").arg(madeFor(*report_)) : QString();
    note_->setText(wrong.isEmpty() ? made : wrong);
    note_->setProperty("role", wrong.isEmpty() ? "muted" : "problem");
    note_->style()->polish(note_);
    note_->setVisible(!note_->text().isEmpty());
    const auto other = !wrong.isEmpty() && report_ && !report_->fits.empty() && !models_.fixed;
    switch_->setVisible(other);
    if (other)
        switch_->setText(tr("Switch to %1").arg(ditShortName(nearestFit())));
    choose_->setAccessibleDescription(note_->text());
}

} // namespace ottava::ui
