#include "ui/compose/expert_drawer.h"

#include "ui/compose/expert_fields.h"
#include "ui/compose/field_row.h"
#include "ui/compose/model_picker.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/scroll.h"

#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace ottava::ui {

template<class Visit>
void ExpertDrawer::eachRow(Visit visit) const {
    for (const auto& section : sections_)
        for (auto* row : section.rows)
            visit(*row);
}

ExpertDrawer::ExpertDrawer(QWidget* parent)
    : QWidget(parent),
      search_(new QLineEdit(this)),
      nothing_(new QLabel(tr("No option has such a name."), this)),
      reset_(new QPushButton(tr("Back to the defaults"), this)),
      vae_(new ModelPicker(tr("Decoder (VAE)"), ModelPicker::Naming::Folder, this)) {
    search_->setObjectName(QStringLiteral("expertSearch"));
    search_->setPlaceholderText(tr("Search the options"));
    search_->setAccessibleName(tr("Search the options"));
    search_->setClearButtonEnabled(true);
    search_->addAction(icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    nothing_->setObjectName(QStringLiteral("expertNothing"));
    nothing_->setProperty("role", "muted");
    nothing_->hide();
    reset_->setObjectName(QStringLiteral("expertReset"));
    vae_->setObjectName(QStringLiteral("vaePicker"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(14);
    column->addWidget(search_);
    column->addWidget(nothing_);
    for (const auto& section : expertSections())
        addSection(section, *column);
    column->addWidget(reset_, 0, Qt::AlignRight);
    setModels({});
    connect(search_, &QLineEdit::textChanged, this, [this] { filter(); });
    connect(reset_, &QPushButton::clicked, this, [this] { resetAll(); });
    connect(vae_, &ModelPicker::chosen, this, &ExpertDrawer::vaeChosen);
}

void ExpertDrawer::addSection(const ExpertSection& section, QVBoxLayout& column) {
    auto* box = new QWidget(this);
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    auto* heading = new QLabel(expertText(section.heading), box);
    heading->setProperty("role", "heading");
    layout->addWidget(heading);
    auto* note = new QLabel(box);
    note->setObjectName(QStringLiteral("sectionNote"));
    note->setProperty("role", "muted");
    note->setWordWrap(true);
    layout->addWidget(note);
    if (section.topic == ExpertTopic::Decoding)
        layout->addWidget(vae_);
    Section made{.box = box, .note = note, .rows = {}};
    for (const auto& field : section.fields) {
        auto* row = new FieldRow(field, box);
        layout->addWidget(row);
        connect(row, &FieldRow::changed, this, [this] { react(); });
        made.rows.push_back(row);
    }
    if (section.topic == ExpertTopic::Decoding)
        vae_->setContentsMargins(made.rows.front()->gutters());
    column.addWidget(box);
    sections_.push_back(std::move(made));
}

void ExpertDrawer::setModels(const ModelChoices& models) {
    variant_ = models.variant();
    vae_->setModels(models.vaes, models.vae, models.fixed);
    applyUsual();
}

void ExpertDrawer::setThinking(bool thinking) {
    if (thinking == thinking_)
        return;
    thinking_ = thinking;
    applyUsual();
}

void ExpertDrawer::applyUsual() {
    loading_ = true;
    const auto usual = usualRequest(variant_, thinking_);
    eachRow([&](FieldRow& row) { row.setUsual(usual); });
    loading_ = false;
    react();
}

void ExpertDrawer::load(const ExpertDraft& draft) {
    loading_ = true;
    eachRow([&](FieldRow& row) { row.load(draft); });
    loading_ = false;
    react();
}

ExpertDraft ExpertDrawer::draft() const {
    ExpertDraft draft;
    eachRow([&](const FieldRow& row) { row.store(draft); });
    return draft;
}

void ExpertDrawer::resetAll() {
    load({});
}

int ExpertDrawer::modifiedCount() const {
    int count = 0;
    eachRow([&](const FieldRow& row) { count += row.isChanged() ? 1 : 0; });
    return count;
}

QString ExpertDrawer::problem() const {
    QString found;
    eachRow([&](const FieldRow& row) {
        if (found.isEmpty() && !row.problem().isEmpty())
            found = tr("Expert options, %1: %2").arg(row.label(), row.problem());
    });
    return found;
}

void ExpertDrawer::focusProblem() {
    search_->clear();
    bool done = false;
    eachRow([&](FieldRow& row) {
        if (done || row.problem().isEmpty())
            return;
        row.focusControl();
        scrollIntoView(&row);
        done = true;
    });
}

void ExpertDrawer::focusSearch() {
    search_->setFocus(Qt::ShortcutFocusReason);
    search_->selectAll();
}

void ExpertDrawer::react() {
    if (loading_)
        return;
    auto now = usualRequest(variant_, thinking_);
    const auto own = draft();
    copyFields(own.own, own.values, now);
    for (std::size_t section = 0; section < sections_.size(); ++section) {
        std::vector<FieldUse> uses;
        for (const auto& field : expertSections()[section].fields)
            uses.push_back(field.use ? field.use(now, variant_) : FieldUse{});
        const auto* shared = uses.front().note; // said once, above them
        if (!std::ranges::all_of(uses, [&](const FieldUse& use) { return use.note == shared; }))
            shared = nullptr;
        for (std::size_t i = 0; i < uses.size(); ++i)
            sections_[section].rows[i]->setUse(uses[i], shared ? NotePlace::Section : NotePlace::Row);
        sections_[section].note->setText(expertText(shared));
        sections_[section].note->setVisible(shared);
    }
    reset_->setEnabled(modifiedCount() > 0);
    emit changed();
}

void ExpertDrawer::filter() {
    const auto words = search_->text().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    bool any = false;
    for (const auto& section : sections_) {
        bool shown = false;
        for (auto* row : section.rows) {
            row->setVisible(row->matches(words));
            shown = shown || row->matches(words);
        }
        if (vae_->parentWidget() == section.box) {
            const auto names = tr("Decoder (VAE)") + QLatin1Char(' ') + tr("autoencoder model decoding");
            const auto matches = std::all_of(words.begin(), words.end(), [&](const QString& word) {
                return names.contains(word, Qt::CaseInsensitive);
            });
            vae_->setVisible(matches);
            shown = shown || matches;
        }
        section.box->setVisible(shown);
        any = any || shown;
    }
    nothing_->setVisible(!any);
    reset_->setVisible(words.isEmpty());
}

} // namespace ottava::ui
