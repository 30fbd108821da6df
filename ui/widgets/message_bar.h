#pragma once

#include <QString>
#include <QWidget>

#include <functional>
#include <vector>

class QVBoxLayout;

namespace ottava::ui {

enum class MessageLevel { Info, Warning, Error };

/// A button of a message: pressing it closes the message.
struct MessageAction {
    QString text;
    std::function<void()> run;
};

/// What the user is told inside the window instead of in a dialog: what happened, and what to do about it.
struct Message {
    MessageLevel level = MessageLevel::Info;
    QString what;
    QString remedy;
    std::vector<MessageAction> actions = {};
    QString detail = {}; ///< more for those who look closer: a tooltip, and part of the report
};

/// The messages of now, newest at the bottom. Holds at most three, drops the oldest; saying the same again moves it
/// down. Each can be closed; an error offers a report to copy.
class MessageBar : public QWidget {
    Q_OBJECT
public:
    explicit MessageBar(QWidget* parent = nullptr);

    void add(const Message& message);
    void clear();
    int count() const;

signals:
    void reportRequested(QString what);

private:
    QWidget* makeRow(const Message& message);
    void removeRow(QWidget* row);

    QVBoxLayout* rows_;
};

} // namespace ottava::ui
