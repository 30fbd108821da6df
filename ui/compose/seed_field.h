#pragma once

#include <QWidget>

#include <optional>

class QLineEdit;
class QToolButton;

namespace ottava::ui {

/// The seed: open (a fresh one each time, the last one is shown) or locked to a number. Typing locks it, the dice
/// rolls a new locked one.
class SeedField : public QWidget {
    Q_OBJECT
public:
    /// `title`: which seed it is.
    explicit SeedField(const QString& title, QWidget* parent = nullptr);

    /// Unset while open.
    std::optional<qint64> seed() const;
    void setSeed(std::optional<qint64> seed);
    /// The seed that was used last; shown while the field is open.
    void showUsed(qint64 seed);

signals:
    void changed();

private:
    QLineEdit* number_;
    QToolButton* lock_;
    QToolButton* dice_;
};

} // namespace ottava::ui
