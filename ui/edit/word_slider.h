#pragma once

#include <QWidget>

#include <vector>

class QDoubleSpinBox;
class QLabel;
class QSlider;

namespace ottava::ui {

/// A share from 0 to 1 that is said in words: the nearest stop's name stands beside the number.
class WordSlider : public QWidget {
    Q_OBJECT
public:
    /// A named value. In rising order.
    struct Stop {
        double value;
        QString name;
    };

    WordSlider(const QString& label, std::vector<Stop> stops, QWidget* parent = nullptr);

    double value() const;
    void setValue(double value);
    /// The name of the nearest stop.
    QString word() const;

signals:
    void valueChanged(double value);

private:
    void layOut();
    void display(double value);
    void take(double value);

    std::vector<Stop> stops_;
    QLabel *label_, *word_;
    QDoubleSpinBox* field_;
    QSlider* slider_;
};

} // namespace ottava::ui
