#pragma once

#include "ui/compose/request_draft.h"

#include <QWidget>

class QComboBox;
class QPushButton;
class QSpinBox;

namespace ottava::ui {

class CountedEdit;
class ExpertDrawer;
class LyricsEditor;
class SeedField;
class SongBasics;

/// Everything about a song that can be said: caption, lyrics, tempo, key, meter, seed, and the expert options.
class CustomPage : public QWidget {
    Q_OBJECT
public:
    explicit CustomPage(QWidget* parent = nullptr);

    void load(const RequestDraft& draft);
    void store(RequestDraft& draft) const;
    void focusCaption();
    void focusLyrics();
    void toggleExpert();
    void showUsedSeed(qint64 seed);
    SongBasics* basics() const { return basics_; }

signals:
    void changed();

private:
    QWidget* makeMusicRow();
    void nameExpert();

    CountedEdit* caption_;
    LyricsEditor* lyrics_;
    SongBasics* basics_;
    QSpinBox* bpm_;
    QComboBox* key_;
    QComboBox* meter_;
    SeedField* seed_;
    QPushButton* expertButton_;
    ExpertDrawer* expert_;
};

} // namespace ottava::ui
