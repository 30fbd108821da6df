#pragma once

#include "core/engine/settings.h"
#include "ui/compose/model_choices.h"
#include "ui/compose/planner_state.h"
#include "ui/compose/song_basics.h"
#include "ui/engine/hardware_watch.h"

#include <QObject>

#include <optional>
#include <vector>

namespace ottava::ui {

/// Where the session keeps and finds things.
struct SessionPaths {
    std::filesystem::path settingsFile;
    std::filesystem::path demoModels;
    std::filesystem::path defaultModels, defaultLibrary;
};

/// Whether a job may load a language model.
enum class PlannerUse { Wanted, Unwanted };

/// What holds between two generations: settings as saved and as in force, what the machine allows, which language
/// model is used, whether the demo model is. GUI thread; no widget.
class Session : public QObject {
    Q_OBJECT
public:
    /// `saved`: the settings file; `inForce`: the same with the command line's values on top.
    Session(SessionPaths paths, AppSettings saved, AppSettings inForce, HardwareWatch::Probe probe,
            QObject* parent = nullptr);

    const AppSettings& settings() const { return settings_; }
    const SessionPaths& paths() const { return paths_; }
    const std::optional<HardwareReport>& hardware() const { return hardware_; }
    /// The tier's limits with everything that is allowed beyond them at the moment. Unset until the machine is known.
    std::optional<Limits> limits() const;
    /// The language model in use: the user's choice, else the tier's default where it is installed.
    std::optional<std::string> lm() const;
    std::vector<std::string> installedLms() const;
    /// The music models and decoders of this machine and those in use.
    ModelChoices models() const;
    /// The diffusion model in use; the demo comes with its own.
    std::string dit() const;
    bool isDemo() const { return demo_; }
    std::filesystem::path modelsDir() const;
    std::filesystem::path libraryDir() const;
    /// Where the user's presets lie.
    std::filesystem::path presetsDir() const;
    PlannerState plannerState() const;
    /// The settings that a job would run with now.
    EngineSettings jobSettings(PlannerUse planner) const;
    /// The settings that the next job runs with; what was allowed once is used up by it.
    EngineSettings takeJobSettings(PlannerUse planner);

    /// Looks at the machine and the models folder again, in the background.
    void refresh();
    /// Takes over and saves what the user changed; problems with the file come as `problem`.
    void apply(const AppSettings& changed);
    /// Kept for the next run; written by `save`.
    void rememberVolume(double linear);
    void save();
    /// Switches on the planner that this machine would use, where there is one.
    void wantPlanner();
    void chooseLm(const std::optional<std::string>& lm);
    void chooseDit(const QString& folder);
    void chooseVae(const QString& folder);
    /// Puts an adapter first among those used before.
    void rememberAdapter(const QString& path);
    void allowBeyond(LimitKind kind, bool always);
    void useDemo();
    void leaveDemo();

signals:
    void hardwareChanged();
    /// Limits or language model have changed.
    void limitsChanged();
    void settingsChanged();
    void problem(QString what, QString remedy);

private:
    EngineSettings engineSettingsNow() const;
    std::optional<std::string> bestInstalledLm(const Limits& limits) const;

    SessionPaths paths_;
    AppSettings saved_, settings_;
    HardwareWatch watch_;
    std::optional<HardwareReport> hardware_;
    LimitOverrides once_;
    bool demo_ = false;
};

} // namespace ottava::ui
