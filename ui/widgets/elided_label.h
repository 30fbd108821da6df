#pragma once

#include <QLabel>

namespace ottava::ui {

/// A one-line label that shortens its text to the width it gets and shows the whole of it as a tooltip.
class ElidedLabel : public QLabel {
    Q_OBJECT
public:
    explicit ElidedLabel(QWidget* parent = nullptr);

    void setFullText(const QString& text);
    QSize minimumSizeHint() const override;
    QSize sizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void shorten();

    QString full_;
};

} // namespace ottava::ui
