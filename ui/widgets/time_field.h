#pragma once

#include <QDoubleSpinBox>
#include <QString>

namespace ottava::ui {

/// "3:02" for 182 s; negative or not finite: "–:––".
QString formatTime(double seconds);

/// Seconds typed and shown as minutes and seconds: "2:30", "150" and "2.5 m" all mean two and a half minutes. With
/// decimals ("2:30.125") what was typed is shown to that place.
class TimeField : public QDoubleSpinBox {
    Q_OBJECT
public:
    explicit TimeField(QWidget* parent = nullptr, int decimals = 0);

protected:
    QString textFromValue(double value) const override;
    double valueFromText(const QString& text) const override;
    QValidator::State validate(QString& text, int& position) const override;
};

} // namespace ottava::ui
