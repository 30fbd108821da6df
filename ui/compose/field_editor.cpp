#include "ui/compose/field_editor.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QStyle>

#include <algorithm>
#include <cmath>

namespace ottava::ui {

namespace {

const QString kOn = QStringLiteral("true");
const QString kOff = QStringLiteral("false");

void fill(QWidget* outer, QWidget* inner) {
    auto* layout = new QHBoxLayout(outer);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(inner);
    outer->setFocusProxy(inner);
}

class SwitchEditor : public FieldEditor {
public:
    SwitchEditor(const QString& label, QWidget* parent) : FieldEditor(parent), box_(new QCheckBox(label, this)) {
        fill(this, box_);
        connect(box_, &QCheckBox::toggled, this, &FieldEditor::changed);
    }
    QString text() const override { return box_->isChecked() ? kOn : kOff; }
    void setText(const QString& text) override {
        const QSignalBlocker quiet(box_);
        box_->setChecked((text.isEmpty() ? usual_ : text) == kOn);
    }
    void setUsual(const QString& text) override {
        const auto followed = this->text() == usual_;
        usual_ = text;
        if (followed)
            setText(usual_);
    }
    QWidget* control() const override { return box_; }

private:
    QCheckBox* box_;
    QString usual_ = kOff;
};

class ChoiceEditor : public FieldEditor {
public:
    ChoiceEditor(const std::vector<FieldChoice>& choices, QWidget* parent)
        : FieldEditor(parent), box_(new QComboBox(this)) {
        for (const auto& choice : choices)
            box_->addItem(choice.label ? expertText(choice.label) : QString::fromLatin1(choice.code),
                          QLatin1String(choice.code));
        box_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box_->setMinimumContentsLength(4);
        fill(this, box_);
        connect(box_, &QComboBox::currentIndexChanged, this, [this] {
            showGhost();
            emit changed();
        });
    }
    QString text() const override { return box_->currentData().toString(); }
    void setText(const QString& text) override {
        const QSignalBlocker quiet(box_);
        const auto wanted = text.isEmpty() ? usual_ : text;
        if (box_->findData(wanted) < 0)
            box_->addItem(wanted, wanted); // a value that the list does not offer is kept, too
        box_->setCurrentIndex(box_->findData(wanted));
        showGhost();
    }
    void setUsual(const QString& text) override {
        const auto followed = usual_.isEmpty() || this->text() == usual_;
        usual_ = text;
        if (followed)
            setText(usual_);
        showGhost();
    }
    QWidget* control() const override { return box_; }

private:
    void showGhost() {
        const auto ghost = text() == usual_;
        if (box_->property("ghost").toBool() == ghost)
            return;
        box_->setProperty("ghost", ghost);
        box_->style()->polish(box_);
    }

    QComboBox* box_;
    QString usual_;
};

/// A line of text; a number in it can be stepped with the arrow keys.
class LineEditor : public FieldEditor {
public:
    LineEditor(const ExpertField& field, const FieldText& access, QWidget* parent)
        : FieldEditor(parent), field_(field), access_(access), line_(new QLineEdit(this)) {
        constexpr int kMostCharacters = 1 << 20; // the codes of ten minutes are long
        fill(this, line_);
        line_->setMaxLength(kMostCharacters);
        line_->installEventFilter(this);
        connect(line_, &QLineEdit::textChanged, this, &FieldEditor::changed);
    }
    QString text() const override { return line_->text().trimmed(); }
    void setText(const QString& text) override {
        const QSignalBlocker quiet(line_);
        line_->setText(text);
        line_->setCursorPosition(0);
    }
    void setUsual(const QString& text) override {
        usual_ = text;
        auto ghost = text.isEmpty() ? expertText(field_.absent) : text;
        if (field_.zero && text == QLatin1String("0"))
            ghost = expertText(field_.zero);
        line_->setPlaceholderText(ghost);
    }
    QWidget* control() const override { return line_; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override {
        const auto steps = access_.kind() == FieldKind::Whole || access_.kind() == FieldKind::Number;
        if (steps && event->type() == QEvent::KeyPress) {
            const auto key = static_cast<QKeyEvent*>(event)->key();
            if (key == Qt::Key_Up || key == Qt::Key_Down) {
                step(key == Qt::Key_Up ? field_.step : -field_.step);
                return true;
            }
        }
        return FieldEditor::eventFilter(watched, event);
    }

private:
    void step(double by) {
        const auto now = typedNumber(text().isEmpty() ? usual_ : text());
        const auto grid = std::abs(field_.step);
        const auto next = std::round((now.value_or(0) + by) / grid) * grid; // lands on the grid, not beside it
        line_->setText(shownNumber(std::clamp(next, access_.low(), access_.high())));
    }

    const ExpertField& field_;
    const FieldText& access_;
    QLineEdit* line_;
    QString usual_;
};

} // namespace

FieldEditor* makeFieldEditor(const ExpertField& field, const FieldText& access, QWidget* parent) {
    switch (access.kind()) {
    case FieldKind::Switch:
        return new SwitchEditor(expertText(field.label), parent);
    case FieldKind::Choice:
        return new ChoiceEditor(field.choices, parent);
    default:
        return new LineEditor(field, access, parent);
    }
}

} // namespace ottava::ui
