#pragma once

#include "ui/compose/expert_drawer.h"
#include "ui/compose/field_row.h"

#include <QLabel>
#include <QLineEdit>
#include <QTest>
#include <QToolButton>

namespace ottava::test {

using namespace ottava::ui; // what these tests are about

/// The drawer by itself, with a turbo model.
class ExpertDrawerFixture : public QObject {
protected:
    void init();
    void cleanup();
    FieldRow* row(const char* name) { return drawer_->findChild<FieldRow*>(QLatin1String(name)); }
    template<class Control>
    Control* control(const char* name) {
        return row(name)->findChild<Control*>();
    }
    QToolButton* reset(const char* name) { return row(name)->findChild<QToolButton*>("reset"); }
    QString note(const char* name) {
        const auto* label = row(name)->findChild<QLabel*>("note");
        return label->isHidden() ? QString() : label->text();
    }
    QString sectionNote(const char* name) {
        const auto* label = row(name)->parentWidget()->findChild<QLabel*>("sectionNote");
        return label->isHidden() ? QString() : label->text();
    }
    void search(const QString& words) { drawer_->findChild<QLineEdit*>("expertSearch")->setText(words); }
    static ModelChoices model(DitVariant variant) {
        ModelChoices models;
        models.dits = {{"acestep-v15-x", InstalledModel::Kind::Dit, {}, 4800, false, variant}};
        models.vaes = {{"vae", InstalledModel::Kind::Vae, {}, 300, false},
                       {"vae-other", InstalledModel::Kind::Vae, {}, 300, false}};
        models.dit = "acestep-v15-x";
        return models;
    }

    std::unique_ptr<ExpertDrawer> drawer_;
};

inline void ExpertDrawerFixture::init() {
    QLocale::setDefault(QLocale::c());
    drawer_ = std::make_unique<ExpertDrawer>();
    drawer_->setModels(model(DitVariant::Turbo));
    drawer_->show();
}

inline void ExpertDrawerFixture::cleanup() {
    drawer_.reset();
    QLocale::setDefault(QLocale::c());
}

} // namespace ottava::test
