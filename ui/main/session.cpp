#include "ui/main/session.h"

#include "core/base/error.h"
#include "ui/settings/settings_dialog.h"

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

std::optional<std::string> Session::lm() const {
    const auto now = limits();
    if (!now || !settings_.lmEnabled || !now->lmAllowed())
        return std::nullopt;
    if (settings_.lm)
        return settings_.lm;
    if (!now->tier.lmOnByDefault)
        return std::nullopt;
    const auto installed = installedLms();
    for (auto lm = now->tier.lms.rbegin(); lm != now->tier.lms.rend(); ++lm) {
        if (std::find(installed.begin(), installed.end(), lm->name) != installed.end())
            return lm->name;
    }
    return std::nullopt;
}

std::filesystem::path Session::modelsDir() const {
    return settings_.modelsDir.empty() ? paths_.defaultModels : settings_.modelsDir;
}

std::filesystem::path Session::libraryDir() const {
    return settings_.libraryDir.empty() ? paths_.defaultLibrary : settings_.libraryDir;
}

EngineSettings Session::engineSettingsNow() const {
    auto settings = engineSettings(settings_);
    settings.models = demo_ ? paths_.demoModels : modelsDir();
    if (demo_)
        settings.dit = EngineSettings{}.dit;
    return settings;
}

EngineSettings Session::takeJobSettings() {
    auto settings = engineSettingsNow();
    const auto chosen = demo_ ? std::nullopt : lm();
    settings.lmEnabled = chosen.has_value();
    settings.lm = chosen;
    if (const auto now = limits())
        settings.overrides = now->overrides;
    if (once_.maxDurationSeconds || once_.maxBatch) {
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
    try {
        saveSettings(paths_.settingsFile, saved_);
    } catch (const Error& error) {
        emit problem(QString::fromUtf8(error.what()), QString::fromStdString(error.remedy));
    }
    emit settingsChanged();
    emit limitsChanged();
}

void Session::chooseLm(const std::optional<std::string>& lm) {
    auto changed = settings_;
    changed.lmEnabled = lm.has_value();
    if (lm)
        changed.lm = lm;
    apply(changed);
}

void Session::allowBeyond(LimitKind kind, bool always) {
    auto changed = settings_;
    auto& overrides = always ? changed.overrides : once_;
    if (kind == LimitKind::Duration)
        overrides.maxDurationSeconds = static_cast<int>(kMaxDurationSeconds);
    else
        overrides.maxBatch = kMaxBatch;
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
