#pragma once

#include "core/engine/engine.h"

#include <QObject>
#include <QTimer>

#include <functional>

namespace ottava::ui {

class ComposePanel;
class Session;

/// Keeps the fit meter true to the form: a moment after the last change the song is estimated in the background, and
/// the newest answer is shown. GUI thread.
class FitWatch : public QObject {
    Q_OBJECT
public:
    /// Any thread; may throw Error.
    using Estimate = std::function<SongEstimate(const EngineSettings&, const Request&)>;

    /// Without `estimate` the meter stays hidden.
    FitWatch(Estimate estimate, Session& session, ComposePanel& compose, QObject* parent = nullptr);

    /// Something has changed that the answer depends on.
    void refresh();

private:
    void ask();

    Estimate estimate_;
    Session& session_;
    ComposePanel& compose_;
    QTimer pause_;
    quint64 round_ = 0;
};

} // namespace ottava::ui
