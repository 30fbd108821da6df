#pragma once

#include <QLabel>

namespace ottava::ui {

/// A one-line label that shortens its text to the width it gets and shows the whole of it as a tooltip.
class ElidedLabel : public QLabel {
    Q_OBJECT
public:
    explicit ElidedLabel(QWidget* parent = nullptr);

    /// `tip`: said in the tooltip instead of the whole text, whether or not that fits.
    void setFullText(const QString& text, const QString& tip = {});
    QSize minimumSizeHint() const override;
    QSize sizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void shorten();

    QString full_, tip_;
};

} // namespace ottava::ui
