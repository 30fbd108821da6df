#include "ui/compose/field_row.h"

#include "ui/widgets/icons.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QStyle>
#include <QToolButton>

#include <algorithm>

namespace ottava::ui {

namespace {

constexpr int kLabelShare = 1, kEditorShare = 1, kGap = 6;

bool isWide(FieldKind kind) {
    return kind == FieldKind::Text || kind == FieldKind::WholeList || kind == FieldKind::NumberList;
}

/// Keeps a place in the row for what comes and goes, so that nothing jumps.
void keepRoom(QWidget* widget) {
    auto policy = widget->sizePolicy();
    policy.setRetainSizeWhenHidden(true);
    widget->setSizePolicy(policy);
}

void mark(QWidget* widget, const char* property, const QVariant& value) {
    if (widget->property(property) == value)
        return;
    widget->setProperty(property, value);
    widget->style()->polish(widget);
}

} // namespace

FieldRow::FieldRow(const ExpertField& field, QWidget* parent)
    : QWidget(parent),
      field_(field),
      access_(field.name),
      editor_(makeFieldEditor(field_, access_, this)),
      dot_(new QLabel(QStringLiteral("●"), this)),
      note_(new QLabel(this)),
      back_(new QToolButton(this)) {
    setObjectName(QString::fromLatin1(field.name.data(), static_cast<qsizetype>(field.name.size())));
    build();
    connect(editor_, &FieldEditor::changed, this, [this] {
        react();
        emit changed();
    });
    connect(back_, &QToolButton::clicked, this, [this] {
        focusControl(); // the button goes, so the keyboard stays with the field
        reset();
        emit changed();
    });
}

void FieldRow::build() {
    dot_->setProperty("role", "dot");
    dot_->setAccessibleName(tr("changed"));
    dot_->setToolTip(tr("Changed"));
    back_->setIcon(icon(QStringLiteral("undo")));
    back_->setProperty("role", "flat");
    back_->setObjectName(QStringLiteral("reset"));
    for (QWidget* widget : {static_cast<QWidget*>(dot_), static_cast<QWidget*>(back_)}) {
        keepRoom(widget);
        widget->hide();
    }
    note_->setObjectName(QStringLiteral("note"));
    note_->setWordWrap(true);
    note_->hide();
    editor_->control()->setAccessibleName(label());
    editor_->control()->setToolTip(expertText(field_.hint));

    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(kGap);
    grid->setVerticalSpacing(2);
    grid->setColumnStretch(1, kLabelShare);
    grid->setColumnStretch(2, kEditorShare);
    grid->addWidget(dot_, 0, 0);
    grid->addWidget(back_, 0, 3);
    if (access_.kind() == FieldKind::Switch) {
        grid->addWidget(editor_, 0, 1, 1, 2);
    } else {
        auto* name = new QLabel(label(), this);
        name->setBuddy(editor_->control());
        name->setToolTip(expertText(field_.hint));
        name->setWordWrap(true);
        const auto wide = isWide(access_.kind());
        grid->addWidget(name, 0, 1, 1, wide ? 2 : 1);
        grid->addWidget(editor_, wide ? 1 : 0, wide ? 1 : 2, 1, wide ? 2 : 1);
    }
    grid->addWidget(note_, 2, 1, 1, 3);
}

void FieldRow::setUsual(const Request& usual) {
    usual_ = access_.read(usual);
    editor_->setUsual(usual_);
    react();
}

void FieldRow::setUse(const FieldUse& use, NotePlace place) {
    use_ = use;
    place_ = place;
    editor_->setEnabled(use.matters);
    react();
}

void FieldRow::load(const ExpertDraft& draft) {
    const auto own = draft.own.contains(std::string{field_.name}) ? access_.read(draft.values) : QString();
    editor_->setText(own == usual_ ? QString() : own);
    react();
}

QString FieldRow::ownText() const {
    const auto typed = editor_->text();
    Request read;
    if (typed.isEmpty() || !access_.write(typed, read))
        return {};
    const auto own = access_.read(read);
    return own == usual_ ? QString() : own;
}

void FieldRow::store(ExpertDraft& draft) const {
    if (!ownText().isEmpty() && access_.write(editor_->text(), draft.values))
        draft.own.insert(std::string{field_.name});
}

void FieldRow::reset() {
    editor_->setText({});
    react();
}

bool FieldRow::isChanged() const {
    return !ownText().isEmpty() || !problem().isEmpty();
}

QString FieldRow::problem() const {
    Request read;
    const auto typed = editor_->text();
    if (typed.isEmpty() || access_.write(typed, read))
        return {};
    return tr("This takes %1.").arg(access_.expectation());
}

bool FieldRow::matches(const QStringList& words) const {
    const auto all =
        QStringList{label(), name(), name().replace(QLatin1Char('_'), QLatin1Char(' ')), expertText(field_.words)}.join(
            QLatin1Char(' '));
    return std::all_of(words.begin(), words.end(),
                       [&](const QString& word) { return all.contains(word, Qt::CaseInsensitive); });
}

QString FieldRow::label() const {
    return expertText(field_.label);
}

QMargins FieldRow::gutters() const {
    return {dot_->sizeHint().width() + kGap, 0, back_->sizeHint().width() + kGap, 0};
}

void FieldRow::focusControl() {
    editor_->control()->setFocus(Qt::OtherFocusReason);
}

void FieldRow::react() {
    const auto wrong = problem();
    const auto changedNow = isChanged();
    dot_->setVisible(changedNow);
    back_->setVisible(changedNow);
    mark(editor_->control(), "invalid", !wrong.isEmpty());
    mark(note_, "role", wrong.isEmpty() ? QStringLiteral("muted") : QStringLiteral("problem"));
    note_->setText(wrong.isEmpty() ? expertText(use_.note) : wrong);
    note_->setVisible(!note_->text().isEmpty() && (place_ == NotePlace::Row || !wrong.isEmpty()));
    describe();
}

void FieldRow::describe() {
    const auto* line = qobject_cast<QLineEdit*>(editor_->control());
    auto usual = line ? line->placeholderText() : usual_;
    if (access_.kind() == FieldKind::Switch)
        usual = usual_ == QLatin1String("true") ? tr("on") : tr("off");
    for (const auto& choice : field_.choices) {
        if (usual_ == QLatin1String(choice.code) && choice.label)
            usual = expertText(choice.label);
    }
    const auto back = tr("%1: back to %2").arg(label(), usual);
    back_->setAccessibleName(back);
    back_->setToolTip(back);
    QStringList about{expertText(field_.hint), tr("Default: %1").arg(usual)};
    if (isChanged())
        about << tr("changed");
    if (!note_->text().isEmpty())
        about << note_->text();
    about.removeAll(QString());
    editor_->control()->setAccessibleDescription(about.join(QStringLiteral(". ")));
}

} // namespace ottava::ui
