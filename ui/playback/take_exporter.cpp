#include "ui/playback/take_exporter.h"

#include "ui/playback/export_dialog.h"
#include "ui/playback/file_drag.h"
#include "ui/playback/take_facts.h"

#include <QFileInfo>

namespace ottava::ui {

TakeExporter::TakeExporter(QWidget* window) : QObject(window), window_(window) {
    connect(&files_, &DragFiles::prepared, this, [this](const QString& id, const QString& file) {
        if (copying_ != id)
            return;
        copying_.clear();
        copyFiles({file});
        emit done(tr("Copied %1: paste it into a folder or a DAW.").arg(QFileInfo(file).fileName()));
    });
    connect(&files_, &DragFiles::failed, this, [this](const QString& what, const QString& remedy) {
        copying_.clear();
        emit failed(what, remedy);
    });
}

void TakeExporter::setEmbed(const EmbedChoice& embed) {
    embed_ = embed;
    files_.setEmbed(embed);
}

void TakeExporter::openDialog(const StoredTake& take) {
    auto choice = loadExportChoice();
    choice.embed = embed_;
    auto* dialog = new ExportDialog(takeFileOf(take), choice, window_);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ExportDialog::exported, this,
            [this](const QString& file) { emit done(tr("Exported to %1").arg(file)); });
    dialog->open();
}

void TakeExporter::copyFile(const StoredTake& take) {
    const auto file = takeFileOf(take);
    copying_ = file.id;
    files_.prepare(file);
}

} // namespace ottava::ui
