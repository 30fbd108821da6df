#pragma once

#include "core/base/warning.h"
#include "core/engine/engine.h"
#include "core/hardware/limits.h"

#include <QObject>

#include <functional>
#include <thread>

namespace ottava::ui {

/// What a look at the machine and its disk brought.
struct HardwareReport {
    Limits limits;
    Warnings warnings;
    std::vector<InstalledModel> models;
    bool canGenerate = false; ///< the models folder holds what text-to-music needs
};

/// Looks at the machine in a thread of its own, so that the window never waits for a driver or a disk. GUI thread.
class HardwareWatch : public QObject {
    Q_OBJECT
public:
    using Probe = std::function<HardwareReport(const EngineSettings&)>;

    explicit HardwareWatch(Probe probe, QObject* parent = nullptr);
    ~HardwareWatch() override;

    /// Starts a look; an earlier one that still goes on is waited for inside the new thread and its answer dropped.
    void refresh(const EngineSettings& settings);

signals:
    void ready(ottava::ui::HardwareReport report);
    /// The look itself failed: what happened and what to do.
    void failed(QString message, QString remedy);

private:
    void look(const EngineSettings& settings, quint64 round);

    Probe probe_;
    quint64 round_ = 0;
    std::jthread thread_;
};

} // namespace ottava::ui
