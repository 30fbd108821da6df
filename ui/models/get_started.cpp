#include "ui/models/get_started.h"

#include "ui/widgets/elided_label.h"
#include "ui/widgets/icons.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace ottava::ui {

namespace {

/// A folder that text-to-music needs. Sizes are those of the published files, GB.
struct Part {
    InstalledModel::Kind kind;
    const char* folder;
    const char* role;
    double sizeGb;
};

constexpr Part kParts[] = {
    {InstalledModel::Kind::Dit, "acestep-v15-turbo", QT_TRANSLATE_NOOP("GetStarted", "makes the music"), 4.8},
    {InstalledModel::Kind::Vae, "vae", QT_TRANSLATE_NOOP("GetStarted", "turns it into sound"), 0.3},
    {InstalledModel::Kind::TextEncoder, "Qwen3-Embedding-0.6B", QT_TRANSLATE_NOOP("GetStarted", "reads your words"),
     1.2},
};

QLabel* makeText(const QString& text, const char* role, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    label->setWordWrap(true);
    label->setProperty("role", role);
    return label;
}

} // namespace

GetStarted::GetStarted(QWidget* parent) : QFrame(parent), folder_(new ElidedLabel(this)) {
    setProperty("role", "panel");
    setAccessibleName(tr("Get started"));
    folder_->setProperty("role", "muted");
    auto* title = makeText(tr("Get started"), "heading", this);
    auto font = title->font();
    font.setPointSizeF(font.pointSizeF() * 1.4);
    title->setFont(font);
    auto* have = new QPushButton(tr("I already have files…"), this);
    have->setIcon(icon(QStringLiteral("folder")));
    have->setObjectName(QStringLiteral("haveFiles"));
    auto* again = new QPushButton(tr("Look again"), this);
    connect(have, &QPushButton::clicked, this, [this] { chooseFolder(); });
    connect(again, &QPushButton::clicked, this, &GetStarted::lookAgainRequested);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(have, 1);
    buttons->addWidget(again);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(18, 16, 18, 16);
    layout->setSpacing(10);
    layout->addWidget(title);
    layout->addWidget(makeText(tr("Songs are made on this machine, offline. For music, three parts of ACE-Step 1.5 are "
                                  "needed once, as its makers publish them:"),
                               "", this));
    layout->addWidget(makeParts());
    layout->addWidget(makeText(tr("Put the three folders here, or say where they are:"), "", this));
    layout->addWidget(folder_);
    layout->addLayout(buttons);
    layout->addStretch(1);
    layout->addWidget(makeDemo());
}

QWidget* GetStarted::makeParts() {
    auto* card = new QFrame(this);
    card->setProperty("role", "card");
    auto* grid = new QGridLayout(card);
    grid->setContentsMargins(12, 10, 12, 10);
    grid->setHorizontalSpacing(10);
    grid->setVerticalSpacing(8);
    int row = 0;
    for (const auto& part : kParts) {
        auto* mark = new QLabel(card);
        auto* name =
            makeText(QStringLiteral("<b>%1</b><br>%2").arg(QLatin1String(part.folder), tr(part.role)), "", card);
        auto* size = makeText(tr("%1 GB").arg(QLocale().toString(part.sizeGb)), "muted", card);
        size->setWordWrap(false);
        marks_.push_back(mark);
        grid->addWidget(mark, row, 0, Qt::AlignTop);
        grid->addWidget(name, row, 1);
        grid->addWidget(size, row++, 2, Qt::AlignTop);
    }
    grid->setColumnStretch(1, 1);
    return card;
}

QWidget* GetStarted::makeDemo() {
    auto* card = new QFrame(this);
    card->setProperty("role", "card");
    auto* demo = new QPushButton(tr("Try the demo model"), card);
    demo->setObjectName(QStringLiteral("tryDemo"));
    demo->setProperty("role", "primary");
    auto* layout = new QVBoxLayout(card);
    layout->setContentsMargins(12, 12, 12, 12);
    layout->setSpacing(8);
    layout->addWidget(demo);
    layout->addWidget(makeText(tr("Works at once, without a download. It is untrained: it shows how everything here is "
                                  "used, but what it makes is noise, not music."),
                               "muted", card));
    connect(demo, &QPushButton::clicked, this, &GetStarted::demoRequested);
    return card;
}

void GetStarted::showFound(const std::filesystem::path& modelsDir, const std::vector<InstalledModel>& models) {
    folder_->setFullText(QString::fromStdString(modelsDir.string()));
    for (std::size_t i = 0; i < marks_.size(); ++i) {
        const auto found = std::any_of(models.begin(), models.end(),
                                       [&](const InstalledModel& model) { return model.kind == kParts[i].kind; });
        marks_[i]->setPixmap(icon(found ? QStringLiteral("check") : QStringLiteral("cancel")).pixmap(16, 16));
        marks_[i]->setAccessibleName(found ? tr("Found") : tr("Missing"));
        marks_[i]->setToolTip(marks_[i]->accessibleName());
    }
}

void GetStarted::chooseFolder() {
    const auto folder = QFileDialog::getExistingDirectory(this, tr("Folder that holds the models"));
    if (!folder.isEmpty())
        emit folderChosen(folder);
}

} // namespace ottava::ui
