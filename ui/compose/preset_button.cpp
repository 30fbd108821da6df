#include "ui/compose/preset_button.h"

#include "core/base/error.h"
#include "ui/widgets/core_words.h"

#include <QInputDialog>
#include <QMenu>

#include <filesystem>

namespace ottava::ui {

namespace {

QString menuText(QString name) {
    return name.replace(QLatin1Char('&'), QLatin1String("&&"));
}

} // namespace

PresetButton::PresetButton(QWidget* parent)
    : QPushButton(tr("Presets"), parent), menu_(new QMenu(this)), delete_(new QMenu(tr("Delete"), this)) {
    setObjectName(QStringLiteral("presets"));
    setProperty("role", "menu");
    setToolTip(tr("Settings that you keep under a name: everything but the words and the seeds"));
    menu_->setObjectName(QStringLiteral("presetMenu"));
    delete_->setObjectName(QStringLiteral("presetDelete"));
    setMenu(menu_);
    connect(menu_, &QMenu::aboutToShow, this, &PresetButton::fill);
}

void PresetButton::fill() {
    menu_->clear();
    delete_->clear();
    const auto names = store_.names();
    for (const auto& name : names)
        menu_->addAction(menuText(name), this, [this, name] { choose(name); });
    if (names.isEmpty())
        menu_->addAction(tr("No presets yet"))->setEnabled(false);
    menu_->addSeparator();
    menu_->addAction(tr("Keep these settings…"), this, &PresetButton::askName);
    menu_->addMenu(delete_)->setEnabled(!names.isEmpty());
    for (const auto& name : names)
        delete_->addAction(menuText(name), this, [this, name] { store_.remove(name); });
}

void PresetButton::choose(const QString& name) {
    try {
        emit chosen(name, store_.load(name));
    } catch (const Error& error) {
        emit problem(tr("The preset %1 cannot be read: %2").arg(name, inWindowLanguage(error.message)),
                     inWindowLanguage(error.advice));
    }
}

void PresetButton::save(const QString& name, const Request& settings) {
    try {
        store_.save(name, settings);
    } catch (const Error& error) {
        emit problem(inWindowLanguage(error.message), inWindowLanguage(error.advice));
    } catch (const std::filesystem::filesystem_error& error) {
        emit problem(tr("The preset %1 could not be saved: %2").arg(name, QString::fromUtf8(error.what())),
                     tr("Check that the settings folder can be written to."));
    }
}

void PresetButton::askName() {
    auto* dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(QStringLiteral("presetName"));
    dialog->setWindowTitle(tr("Keep these settings"));
    dialog->setLabelText(tr("Name. A preset of the same name is replaced."));
    connect(dialog, &QInputDialog::textValueSelected, this, [this](const QString& name) {
        if (!name.trimmed().isEmpty())
            emit saveWanted(name.trimmed());
    });
    dialog->open();
}

} // namespace ottava::ui
