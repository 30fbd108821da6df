#include "ui/playback/waveform_accessible.h"

#include "ui/playback/waveform_view.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QCoreApplication>

namespace ottava::ui {

namespace {

/// The value is in seconds.
class WaveformAccessible : public QAccessibleWidget, public QAccessibleValueInterface {
    Q_DECLARE_TR_FUNCTIONS(WaveformAccessible)
public:
    explicit WaveformAccessible(WaveformView* view) : QAccessibleWidget(view, QAccessible::Slider), view_(view) {}

    void* interface_cast(QAccessible::InterfaceType type) override {
        if (type == QAccessible::ValueInterface)
            return static_cast<QAccessibleValueInterface*>(this);
        return QAccessibleWidget::interface_cast(type);
    }

    QString text(QAccessible::Text kind) const override {
        return kind == QAccessible::Value ? view_->spokenValue() : QAccessibleWidget::text(kind);
    }

    QVariant currentValue() const override { return view_->seconds(view_->position()); }
    QVariant minimumValue() const override { return 0.0; }
    QVariant maximumValue() const override { return view_->seconds(view_->totalFrames()); }
    QVariant minimumStepSize() const override { return 1.0; }
    void setCurrentValue(const QVariant& value) override {
        view_->seekTo(std::llround(value.toDouble() * view_->sampleRate()));
    }

    QStringList actionNames() const override {
        return QStringList{kSetStart, kSetEnd, kPlay} + QAccessibleWidget::actionNames();
    }

    QString localizedActionName(const QString& name) const override {
        if (name == kSetStart)
            return tr("Set selection start here");
        if (name == kSetEnd)
            return tr("Set selection end here");
        if (name == kPlay)
            return tr("Play or pause");
        return QAccessibleWidget::localizedActionName(name);
    }

    void doAction(const QString& name) override {
        if (name == kSetStart)
            view_->setSelectionStartHere();
        else if (name == kSetEnd)
            view_->setSelectionEndHere();
        else if (name == kPlay)
            emit view_->playRequested();
        else
            QAccessibleWidget::doAction(name);
    }

private:
    static inline const QString kSetStart = QStringLiteral("setSelectionStart");
    static inline const QString kSetEnd = QStringLiteral("setSelectionEnd");
    static inline const QString kPlay = QStringLiteral("play");

    WaveformView* view_;
};

QAccessibleInterface* makeInterface(const QString&, QObject* object) {
    auto* view = qobject_cast<WaveformView*>(object);
    return view ? new WaveformAccessible(view) : nullptr;
}

} // namespace

void installWaveformAccessibility() {
    static const bool installed = [] {
        QAccessible::installFactory(makeInterface);
        return true;
    }();
    Q_UNUSED(installed)
}

void announceWaveform(WaveformView* view) {
    if (!QAccessible::isActive())
        return;
    QAccessibleValueChangeEvent event(view, view->spokenValue());
    QAccessible::updateAccessibility(&event);
}

} // namespace ottava::ui
