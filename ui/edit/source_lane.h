#pragma once

#include "ui/edit/edit_source.h"
#include "ui/playback/take_player.h"

#include <QFrame>

class QLabel;
class QPushButton;
class QToolButton;

namespace ottava::ui {

class ElidedLabel;
class RegionView;

/// The recording that is to be changed: chosen in a dialog, dropped here or handed over as a take; read in the
/// background. What does not do as a source is refused in place, and the source before it stays. GUI thread.
class SourceLane : public QFrame {
    Q_OBJECT
public:
    explicit SourceLane(QWidget* parent = nullptr, PlayerOptions player = {});

    void openFile(const std::filesystem::path& file);
    void openTake(const StoredTake& take);
    /// As a take where the file is one's sound.
    void openTakeOrFile(const std::filesystem::path& file);
    /// No source, and why; no word: none was chosen yet.
    void clear(const QString& what = {}, const QString& remedy = {});
    void chooseFile();
    const std::optional<EditSource>& source() const { return source_; }
    RegionView* view() const { return view_; }

    /// Longest recording that is used whole, s.
    void setLongest(double seconds);
    void setVolume(double linear) { player_.setVolume(linear); }
    void setAudioDevice(const QString& name) { player_.setDevice(name); }
    void pause() { player_.pause(); }

signals:
    /// A recording was asked for; what was said about one asked for before is void.
    void asked();
    /// Another recording is there.
    void sourceChanged();
    /// None is any more.
    void cleared();
    /// What was asked for is there to be seen: the recording, or the reason why not.
    void answered();
    void playingChanged(bool playing);
    void message(QString what, QString remedy);

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void layOut();
    void connectPlayer();
    void showReading(const QString& name);
    template<class Read>
    void open(const QString& name, Read read);
    void take(EditSource source);
    void showProblem(const QString& what, const QString& remedy);
    void showNote();
    void setDropping(bool dropping);

    TakePlayer player_;
    std::optional<EditSource> source_;
    int asked_ = 0; ///< counts what was opened: a slow file must not replace a later one
    double longest_ = 0;
    ElidedLabel* name_;
    QLabel *length_, *problem_, *note_;
    QPushButton* choose_;
    QToolButton* play_;
    RegionView* view_;
};

} // namespace ottava::ui
