#include "ui/main/session.h"

#include "core/base/error.h"
#include "ui/settings/settings_dialog.h"
#include "ui/widgets/core_words.h"

#include <algorithm>
#include <utility>

namespace ottava::ui {

Session::Session(SessionPaths paths, AppSettings saved, AppSettings inForce, HardwareWatch::Probe probe,
                 QObject* parent)
    : QObject(parent),
      paths_(std::move(paths)),
      saved_(std::move(saved)),
      settings_(std::move(inForce)),
      watch_(std::move(probe)) {
    connect(&watch_, &HardwareWatch::ready, this, [this](const HardwareReport& report) {
        hardware_ = report;
        emit hardwareChanged();
        emit limitsChanged();
    });
    connect(&watch_, &HardwareWatch::failed, this, &Session::problem);
}

std::optional<Limits> Session::limits() const {
    if (!hardware_)
        return std::nullopt;
    auto limits = hardware_->limits;
    limits.overrides = settings_.overrides;
    if (once_.maxDurationSeconds)
        limits.overrides.maxDurationSeconds = once_.maxDurationSeconds;
    if (once_.maxBatch)
        limits.overrides.maxBatch = once_.maxBatch;
    if (once_.allowLm)
        limits.overrides.allowLm = once_.allowLm;
    return limits;
}

std::vector<std::string> Session::installedLms() const {
    std::vector<std::string> names;
    for (const auto& model : hardware_ ? hardware_->models : std::vector<InstalledModel>{}) {
        if (model.kind == InstalledModel::Kind::LanguageModel)
            names.push_back(model.name);
    }
    return names;
}

ModelChoices Session::models() const {
    ModelChoices choices{.dits = {}, .vaes = {}, .folder = engineSettingsNow().models, .fixed = demo_};
    for (const auto& model : hardware_ ? hardware_->models : std::vector<InstalledModel>{}) {
        if (model.kind == InstalledModel::Kind::Dit)
            choices.dits.push_back(model);
        else if (model.kind == InstalledModel::Kind::Vae)
            choices.vaes.push_back(model);
    }
    choices.dit = engineSettingsNow().dit;
    choices.vae = engineSettingsNow().vae;
    return choices;
}

std::string Session::dit() const {
    return demo_ ? EngineSettings{}.dit : settings_.dit;
}

std::optional<std::string> Session::bestInstalledLm(const Limits& limits) const {
    const auto installed = installedLms();
    for (auto lm = limits.tier.lms.rbegin(); lm != limits.tier.lms.rend(); ++lm) {
        if (std::find(installed.begin(), installed.end(), lm->name) != installed.end())
            return lm->name;
    }
    const InstalledModel* smallest = nullptr; // none is meant for this tier, so the one that asks least of it
    for (const auto& model : hardware_->models) {
        if (model.kind == InstalledModel::Kind::LanguageModel && (!smallest || model.sizeMb < smallest->sizeMb))
            smallest = &model;
    }
    return smallest && limits.tier.lms.empty() ? std::optional(smallest->name) : std::nullopt;
}

std::optional<std::string> Session::lm() const {
    const auto now = limits();
    if (!now || !now->lmAllowed() || (!settings_.lmEnabled && !once_.allowLm))
        return std::nullopt;
    if (settings_.lm && !demo_) // the demo comes with its own
        return settings_.lm;
    // Where the tier has none, allowing one is the choice.
    return now->tier.lmOnByDefault || now->tier.lms.empty() ? bestInstalledLm(*now) : std::nullopt;
}

PlannerState Session::plannerState() const {
    const auto now = limits();
    if (!now || installedLms().empty())
        return PlannerState::NotInstalled;
    if (!now->lmAllowed())
        return PlannerState::BeyondTier;
    return lm() ? PlannerState::Ready : PlannerState::Off;
}

std::filesystem::path Session::modelsDir() const {
    return settings_.modelsDir.empty() ? paths_.defaultModels : settings_.modelsDir;
}

std::filesystem::path Session::libraryDir() const {
    return settings_.libraryDir.empty() ? paths_.defaultLibrary : settings_.libraryDir;
}

std::filesystem::path Session::presetsDir() const {
    return paths_.settingsFile.parent_path() / "presets";
}

EngineSettings Session::engineSettingsNow() const {
    auto settings = engineSettings(settings_);
    settings.models = demo_ ? paths_.demoModels : modelsDir();
    settings.dit = dit();
    if (demo_)
        settings.vae = EngineSettings{}.vae;
    return settings;
}

EngineSettings Session::jobSettings(PlannerUse planner) const {
    auto settings = engineSettingsNow();
    const auto chosen = planner == PlannerUse::Unwanted ? std::nullopt : lm();
    settings.lmEnabled = chosen.has_value();
    settings.lm = chosen;
    if (const auto now = limits())
        settings.overrides = now->overrides;
    return settings;
}

EngineSettings Session::takeJobSettings(PlannerUse planner) {
    auto settings = jobSettings(planner);
    if (once_ != LimitOverrides{}) {
        once_ = {};
        emit limitsChanged();
    }
    return settings;
}

void Session::refresh() {
    watch_.refresh(engineSettingsNow());
}

void Session::apply(const AppSettings& changed) {
    saved_ = mergeChanges(saved_, settings_, changed);
    settings_ = changed;
    save();
    emit settingsChanged();
    emit limitsChanged();
}

void Session::rememberVolume(double linear) {
    settings_.volume = linear;
    saved_.volume = linear;
}

void Session::save() {
    try {
        saveSettings(paths_.settingsFile, saved_);
    } catch (const Error& error) {
        emit problem(inWindowLanguage(error.message), inWindowLanguage(error.advice));
    }
}

void Session::chooseLm(const std::optional<std::string>& lm) {
    auto changed = settings_;
    changed.lmEnabled = lm.has_value();
    if (lm)
        changed.lm = lm;
    apply(changed);
}

void Session::chooseDit(const QString& folder) {
    auto changed = settings_;
    changed.dit = folder.toStdString();
    apply(changed);
}

void Session::chooseVae(const QString& folder) {
    auto changed = settings_;
    changed.vae = folder.toStdString();
    apply(changed);
}

void Session::rememberAdapter(const QString& path) {
    auto changed = settings_;
    auto& recent = changed.recentAdapters;
    std::erase(recent, std::filesystem::path{path.toStdString()});
    recent.insert(recent.begin(), path.toStdString());
    recent.resize(std::min(recent.size(), kMaxRecentAdapters));
    apply(changed);
}

void Session::wantPlanner() {
    const auto now = limits();
    const auto best = now ? bestInstalledLm(*now) : std::nullopt;
    if (best)
        chooseLm(settings_.lm ? settings_.lm : best);
}

void Session::allowBeyond(LimitKind kind, bool always) {
    auto changed = settings_;
    auto& overrides = always ? changed.overrides : once_;
    if (kind == LimitKind::Duration)
        overrides.maxDurationSeconds = static_cast<int>(kMaxDurationSeconds);
    else if (kind == LimitKind::Batch)
        overrides.maxBatch = kMaxBatch;
    else {
        overrides.allowLm = true;
        changed.lmEnabled = true; // kept only where it is always allowed
    }
    if (always)
        apply(changed);
    else
        emit limitsChanged();
}

void Session::useDemo() {
    demo_ = true;
    refresh();
}

void Session::leaveDemo() {
    demo_ = false;
    refresh();
}

} // namespace ottava::ui
