#pragma once

#include "ui/edit/edit_draft.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QSpinBox;

namespace ottava::ui {

class CountedEdit;
class SeedField;
class WordSlider;

/// How close a cover stays to its source.
class CoverFields : public QWidget {
    Q_OBJECT
public:
    explicit CoverFields(QWidget* parent = nullptr);
    void load(const EditDraft& draft);
    void store(EditDraft& draft) const;

signals:
    void changed();

private:
    WordSlider *course_, *sound_;
    QCheckBox* direct_;
};

/// How much is added before and after.
class ExtendFields : public QWidget {
    Q_OBJECT
public:
    explicit ExtendFields(QWidget* parent = nullptr);
    void load(const EditDraft& draft);
    void store(EditDraft& draft) const;

signals:
    void changed();

private:
    QDoubleSpinBox *before_, *after_;
};

/// What the source is, and the part of the way in which it turns.
class MorphFields : public QWidget {
    Q_OBJECT
public:
    explicit MorphFields(QWidget* parent = nullptr);
    void describeSource(const QString& caption, const QString& lyrics);
    void load(const EditDraft& draft);
    void store(EditDraft& draft) const;

signals:
    void changed();

private:
    CountedEdit *caption_, *lyrics_;
    WordSlider *from_, *to_;
    QSpinBox* average_;
};

/// How far a retake leads away from its take.
class RetakeFields : public QWidget {
    Q_OBJECT
public:
    explicit RetakeFields(QWidget* parent = nullptr);
    void load(const EditDraft& draft);
    void store(EditDraft& draft) const;

signals:
    void changed();

private:
    WordSlider* variance_;
    SeedField* seed_;
};

/// What a repaint does outside its regions.
class HoldFields : public QWidget {
    Q_OBJECT
public:
    explicit HoldFields(QWidget* parent = nullptr);
    void load(const EditDraft& draft);
    void store(EditDraft& draft) const;

signals:
    void changed();

private:
    QCheckBox* keepRest_;
    QComboBox* mode_;
    WordSlider* strength_;
};

} // namespace ottava::ui
