#include "ui/edit/region_accessible.h"

#include "ui/edit/region_view.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QCoreApplication>

namespace ottava::ui {

namespace {

class RegionAccessible : public QAccessibleWidget {
    Q_DECLARE_TR_FUNCTIONS(RegionAccessible)
public:
    explicit RegionAccessible(RegionView* view) : QAccessibleWidget(view, QAccessible::Slider), view_(view) {}

    QString text(QAccessible::Text kind) const override {
        return kind == QAccessible::Value ? view_->spokenValue() : QAccessibleWidget::text(kind);
    }

    QStringList actionNames() const override {
        return QStringList{kAdd, kRemove, kPlay} + QAccessibleWidget::actionNames();
    }

    QString localizedActionName(const QString& name) const override {
        if (name == kAdd)
            return tr("Add a region here");
        if (name == kRemove)
            return tr("Remove the chosen region");
        if (name == kPlay)
            return tr("Play or pause the source");
        return QAccessibleWidget::localizedActionName(name);
    }

    void doAction(const QString& name) override {
        if (name == kAdd)
            view_->addRegionHere();
        else if (name == kRemove && view_->current())
            view_->removeRegion(*view_->current());
        else if (name == kPlay)
            emit view_->playRequested();
        else
            QAccessibleWidget::doAction(name);
    }

private:
    static inline const QString kAdd = QStringLiteral("addRegion");
    static inline const QString kRemove = QStringLiteral("removeRegion");
    static inline const QString kPlay = QStringLiteral("play");

    RegionView* view_;
};

QAccessibleInterface* makeInterface(const QString&, QObject* object) {
    auto* view = qobject_cast<RegionView*>(object);
    return view ? new RegionAccessible(view) : nullptr;
}

} // namespace

void installRegionAccessibility() {
    static const bool installed = [] {
        QAccessible::installFactory(makeInterface);
        return true;
    }();
    Q_UNUSED(installed)
}

void announceRegions(RegionView* view) {
    if (!QAccessible::isActive())
        return;
    QAccessibleValueChangeEvent event(view, view->spokenValue());
    QAccessible::updateAccessibility(&event);
}

} // namespace ottava::ui
