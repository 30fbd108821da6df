#include "ui/library/library_panel.h"

#include "ui/library/take_filter.h"
#include "ui/library/take_list_model.h"
#include "ui/library/take_list_view.h"
#include "ui/library/take_menu.h"
#include "ui/library/undo_toast.h"
#include "ui/playback/take_exporter.h"
#include "ui/playback/take_facts.h"
#include "ui/widgets/background.h"
#include "ui/widgets/icons.h"

#include <QButtonGroup>
#include <QDesktopServices>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QShortcut>
#include <QUrl>
#include <QVBoxLayout>

namespace ottava::ui {

LibraryPanel::LibraryPanel(QWidget* parent)
    : QFrame(parent),
      exporter_(new TakeExporter(this)),
      model_(new TakeListModel(this)),
      filter_(new TakeFilter(this)),
      view_(new TakeListView(
          exporter_->files(),
          [this](const QModelIndex& index) {
              const auto* take = takeAt(index);
              return take && take->problem.empty() ? std::optional(takeFileOf(*take)) : std::nullopt;
          },
          this)),
      search_(new QLineEdit(this)),
      all_(new QPushButton(tr("All"), this)),
      starred_(new QPushButton(tr("Starred"), this)),
      hint_(new QLabel(this)),
      toast_(new UndoToast(this)) {
    setProperty("role", "panel");
    setAccessibleName(tr("Library"));
    filter_->setSourceModel(model_);
    view_->setModel(filter_);
    buildLayout();
    connectView();
    addShortcuts();
    updateHint();
}

LibraryPanel::~LibraryPanel() {
    delete view_; // an open editor commits its text when it goes: the panel must still be whole then
}

QWidget* LibraryPanel::filterRow() {
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    auto* group = new QButtonGroup(this);
    for (auto* button : {all_, starred_}) {
        button->setProperty("role", "segment");
        button->setCheckable(true);
        group->addButton(button);
        layout->addWidget(button);
    }
    all_->setChecked(true);
    all_->setAccessibleName(tr("Show all takes"));
    starred_->setAccessibleName(tr("Show takes with stars only"));
    starred_->setObjectName(QStringLiteral("starredOnly"));
    layout->addStretch(1);
    return row;
}

void LibraryPanel::buildLayout() {
    auto* heading = new QLabel(tr("Library"), this);
    heading->setProperty("role", "heading");
    search_->setObjectName(QStringLiteral("search"));
    search_->setPlaceholderText(tr("Search takes"));
    search_->setAccessibleName(tr("Search takes"));
    search_->setClearButtonEnabled(true);
    search_->addAction(icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    hint_->setObjectName(QStringLiteral("libraryHint"));
    hint_->setProperty("role", "muted");
    hint_->setAlignment(Qt::AlignCenter);
    hint_->setWordWrap(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 12, 12, 12);
    layout->setSpacing(8);
    layout->addWidget(heading);
    layout->addWidget(search_);
    layout->addWidget(filterRow());
    layout->addWidget(view_, 1);
    layout->addWidget(hint_, 1);
    layout->addWidget(toast_);
}

void LibraryPanel::connectView() {
    connect(search_, &QLineEdit::textChanged, this, [this](const QString& text) {
        filter_->setSearch(text);
        updateHint();
    });
    connect(starred_, &QPushButton::toggled, this, [this](bool on) {
        filter_->setStarredOnly(on);
        updateHint();
    });
    connect(view_, &TakeListView::chosen, this, &LibraryPanel::choose);
    connect(view_, &TakeListView::playPressed, this, &LibraryPanel::play);
    connect(view_, &TakeListView::starsPressed, this, &LibraryPanel::setStars);
    connect(view_, &TakeListView::trashPressed, this, &LibraryPanel::trash);
    connect(view_, &QWidget::customContextMenuRequested, this, &LibraryPanel::openMenu);
    connect(model_, &TakeListModel::renamed, this, &LibraryPanel::rename);
    connect(exporter_, &TakeExporter::failed, this, &LibraryPanel::message);
}

void LibraryPanel::addShortcuts() {
    auto* find = new QShortcut(QKeySequence::Find, this);
    find->setContext(Qt::WindowShortcut);
    connect(find, &QShortcut::activated, this, &LibraryPanel::focusSearch);
    auto* undo = new QShortcut(QKeySequence::Undo, view_);
    undo->setContext(Qt::WidgetShortcut);
    connect(undo, &QShortcut::activated, toast_, &UndoToast::undo);
}

const StoredTake* LibraryPanel::takeAt(const QModelIndex& index) const {
    const auto source = filter_->mapToSource(index);
    return source.isValid() ? &model_->take(source.row()) : nullptr;
}

void LibraryPanel::setRoot(const std::filesystem::path& root) {
    if (root == root_)
        return;
    root_ = root;
    reload();
}

void LibraryPanel::reload() {
    if (reading_) {
        readAgain_ = true; // what is being read may be older than what asked for this
        return;
    }
    reading_ = true;
    runInBackground(
        this, [root = root_] { return TakeLibrary(root).list(); },
        [this](Outcome<std::vector<StoredTake>> outcome) {
            reading_ = false;
            if (std::exchange(readAgain_, false))
                return reload();
            if (outcome.value)
                takesRead(std::move(*outcome.value));
            else
                emit message(outcome.what, outcome.remedy);
        });
}

void LibraryPanel::takesRead(std::vector<StoredTake> takes) {
    const auto* current = takeAt(view_->currentIndex());
    const auto folder = current ? current->folder : std::filesystem::path();
    model_->setTakes(std::move(takes));
    if (const auto row = model_->rowOf(folder))
        view_->setCurrentIndex(filter_->mapFromSource(model_->index(*row)));
    updateHint();
    emit loaded();
}

void LibraryPanel::updateHint() {
    const auto empty = filter_->rowCount() == 0;
    view_->setVisible(!empty);
    hint_->setVisible(empty);
    if (model_->rowCount() == 0)
        hint_->setText(tr("Every take you make is kept here."));
    else
        hint_->setText(starred_->isChecked() && search_->text().isEmpty()
                           ? tr("No take has a star yet. Press 1 to 5 on one.")
                           : tr("No take matches."));
}

void LibraryPanel::focusSearch() {
    search_->setFocus(Qt::ShortcutFocusReason);
    search_->selectAll();
}

void LibraryPanel::choose(const QModelIndex& index) {
    if (const auto* take = takeAt(index))
        emit takeChosen(*take);
}

void LibraryPanel::play(const QModelIndex& index) {
    if (const auto* take = takeAt(index))
        emit playRequested(*take);
}

/// Writes in the background what the list already shows; when that fails, the list is read again.
template<class Work>
void LibraryPanel::change(Work work) {
    runInBackground(
        this,
        [work] {
            work();
            return true;
        },
        [this](const Outcome<bool>& outcome) {
            if (outcome.value)
                return;
            emit message(outcome.what, outcome.remedy);
            reload();
        });
}

void LibraryPanel::setStars(const QModelIndex& index, int stars) {
    const auto* take = takeAt(index);
    if (!take || !take->problem.empty())
        return;
    const auto folder = take->folder;
    model_->setStars(filter_->mapToSource(index).row(), stars);
    updateHint();
    change([folder, stars] { TakeLibrary::setStars(folder, stars); });
}

void LibraryPanel::rename(int row, const QString& title) {
    change([folder = model_->take(row).folder, text = title.toStdString()] { TakeLibrary::rename(folder, text); });
}

void LibraryPanel::trash(const QModelIndex& index) {
    const auto* take = takeAt(index);
    if (!take)
        return;
    const auto title = takeTitle(*take);
    const auto folder = take->folder;
    model_->removeTake(filter_->mapToSource(index).row());
    updateHint();
    runInBackground(
        this, [root = root_, folder] { return TakeLibrary(root).remove(folder); },
        [this, title](const Outcome<std::filesystem::path>& outcome) {
            if (!outcome.value) {
                emit message(outcome.what, outcome.remedy);
                return reload();
            }
            toast_->offer(tr("“%1” is in the trash.").arg(title),
                          [this, trashed = *outcome.value] { restore(trashed); });
        });
}

void LibraryPanel::restore(const std::filesystem::path& trashed) {
    runInBackground(
        this, [root = root_, trashed] { return TakeLibrary(root).restore(trashed); },
        [this](const Outcome<std::filesystem::path>& outcome) {
            if (!outcome.value)
                emit message(outcome.what, outcome.remedy);
            reload();
        });
}

void LibraryPanel::exportTake(const QModelIndex& index) {
    if (const auto* take = takeAt(index))
        exporter_->openDialog(*take);
}

void LibraryPanel::showInFolder(const QModelIndex& index) {
    if (const auto* take = takeAt(index))
        QDesktopServices::openUrl(QUrl::fromLocalFile(toQString(take->folder)));
}

void LibraryPanel::openMenu(const QPoint& at) {
    const auto index = view_->indexAt(at).isValid() ? view_->indexAt(at) : view_->currentIndex();
    const auto* take = takeAt(index);
    if (!take)
        return;
    auto* menu = new TakeMenu(*take, view_);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const QPersistentModelIndex row(index); // the list may be read again while the menu is open
    connect(menu, &TakeMenu::playPressed, this, [this, row] { play(row); });
    connect(menu, &TakeMenu::recipePressed, this, [this, row] {
        if (const auto* chosen = takeAt(row))
            emit recipeRequested(*chosen);
    });
    connect(menu, &TakeMenu::editPressed, this, [this, row] {
        if (const auto* chosen = takeAt(row))
            emit editRequested(*chosen);
    });
    connect(menu, &TakeMenu::renamePressed, this, [this, row] { view_->edit(row); });
    connect(menu, &TakeMenu::starsPressed, this, [this, row](int stars) { setStars(row, stars); });
    connect(menu, &TakeMenu::exportPressed, this, [this, row] { exportTake(row); });
    connect(menu, &TakeMenu::folderPressed, this, [this, row] { showInFolder(row); });
    connect(menu, &TakeMenu::trashPressed, this, [this, row] { trash(row); });
    menu->popup(view_->viewport()->mapToGlobal(at));
}

} // namespace ottava::ui
