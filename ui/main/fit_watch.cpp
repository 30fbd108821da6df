#include "ui/main/fit_watch.h"

#include "ui/compose/compose_panel.h"
#include "ui/main/session.h"
#include "ui/widgets/background.h"

#include <algorithm>
#include <utility>

namespace ottava::ui {

namespace {

constexpr int kPauseMs = 150; // after the last key or drag

int songCount(const RequestDraft& draft) {
    return draft.edit ? std::max(1, static_cast<int>(editJobs(draft).size())) : 1;
}

} // namespace

FitWatch::FitWatch(Estimate estimate, Session& session, ComposePanel& compose, QObject* parent)
    : QObject(parent), estimate_(std::move(estimate)), session_(session), compose_(compose) {
    pause_.setSingleShot(true);
    pause_.setInterval(kPauseMs);
    connect(&pause_, &QTimer::timeout, this, [this] { ask(); });
    connect(&compose_, &ComposePanel::draftChanged, this, &FitWatch::refresh);
    connect(&session_, &Session::limitsChanged, this, &FitWatch::refresh);
    connect(&session_, &Session::settingsChanged, this, &FitWatch::refresh);
}

void FitWatch::refresh() {
    if (estimate_)
        pause_.start();
}

void FitWatch::ask() {
    if (!session_.limits())
        return;
    const auto draft = compose_.draft();
    const auto use = draft.withPlanner ? PlannerUse::Wanted : PlannerUse::Unwanted;
    runInBackground(
        this,
        [estimate = estimate_, settings = session_.jobSettings(use), request = toRequest(draft)] {
            return estimate(settings, request);
        },
        [this, round = ++round_, songs = songCount(draft)](const Outcome<SongEstimate>& answer) {
            if (round != round_)
                return;
            if (answer.value)
                compose_.showFit(*answer.value, songs);
            else
                compose_.hideFit(); // no models yet, or a form that cannot be made: others say so
        });
}

} // namespace ottava::ui
