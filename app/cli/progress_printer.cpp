#include "app/cli/progress_printer.h"

#include "app/cli/arguments.h"
#include "app/cli/report.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <ostream>

namespace ottava::cli {
namespace {

constexpr int kBarWidth = 20;

/// "1:05"
std::string minutes(double seconds) {
    const auto whole = std::lround(std::max(seconds, 0.0));
    return fmt::format("{}:{:02}", whole / 60, whole % 60);
}

} // namespace

ProgressMode progressMode(const Arguments& arguments, bool terminal) {
    const auto wish = arguments.value("progress").value_or(terminal ? "bar" : "none");
    if (wish == "json")
        return ProgressMode::Json;
    return wish == "bar" ? ProgressMode::Bar : ProgressMode::None;
}

std::string progressJson(const Progress& progress) {
    return jsonLine({{"stage", stageName(progress.stage)},
                     {"step", progress.step},
                     {"steps", progress.steps},
                     {"elapsed_s", progress.elapsedSeconds},
                     {"eta_s", progress.etaSeconds ? nlohmann::json(*progress.etaSeconds) : nlohmann::json()}});
}

std::string progressBar(const Progress& progress) {
    const auto left = progress.etaSeconds ? fmt::format(", {} left", minutes(*progress.etaSeconds)) : "";
    const auto times = minutes(progress.elapsedSeconds) + left;
    if (progress.steps <= 0)
        return fmt::format("{:<9}  {}", stageName(progress.stage), times);
    const int done = std::clamp(progress.step, 0, progress.steps);
    const auto filled = static_cast<std::size_t>(kBarWidth * static_cast<double>(done) / progress.steps);
    return fmt::format("{:<9}  [{:-<{}}]  {}/{}  {}", stageName(progress.stage), std::string(filled, '#'), kBarWidth,
                       done, progress.steps, times);
}

ProgressPrinter::ProgressPrinter(ProgressMode mode, bool terminal, std::ostream& err)
    : mode_(mode), terminal_(terminal), err_(err) {}

ProgressPrinter::~ProgressPrinter() {
    finish();
}

void ProgressPrinter::finish() {
    if (stage_ && terminal_)
        err_ << '\n' << std::flush;
    stage_.reset();
}

void ProgressPrinter::show(const Progress& progress) {
    constexpr const char* kRestOfLine = "\033[K"; // wipes what a longer bar left behind
    if (mode_ == ProgressMode::Json)
        err_ << progressJson(progress) << '\n' << std::flush;
    if (mode_ != ProgressMode::Bar)
        return;
    if (terminal_)
        err_ << '\r' << progressBar(progress) << kRestOfLine << std::flush;
    else if (stage_ != progress.stage)
        err_ << stageName(progress.stage) << '\n' << std::flush;
    stage_ = progress.stage;
}

} // namespace ottava::cli
