#include "app/cli/bench_report.h"

#include "app/cli/report.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <vector>

namespace ottava::cli {
namespace {

using nlohmann::json;

json stagesJson(const BenchReport& report) {
    json stages = json::array();
    for (const auto& stage : report.stages)
        stages.push_back({{"stage", stage.name},
                          {"repeats", stage.repeats},
                          {"median_s", stage.medianSeconds},
                          {"min_s", stage.lowestSeconds},
                          {"max_s", stage.highestSeconds},
                          {"total_s", stage.totalSeconds}});
    return stages;
}

json decodesJson(const BenchReport& report) {
    json decodes = json::array();
    for (const auto& decode : report.decodes)
        decodes.push_back({{"rows", decode.rows},
                           {"tokens_per_s", decode.tokensPerSecond},
                           {"best_tokens_per_s", decode.bestTokensPerSecond},
                           {"weights_gb_s", decode.weightGbPerSecond},
                           {"of_bandwidth", decode.weightGbPerSecond / report.bandwidthGb}});
    return decodes;
}

json sweepJson(const BenchReport& report) {
    json points = json::array();
    for (const auto& point : report.sweep)
        points.push_back({{"music_s", point.musicSeconds},
                          {"batch", point.batch},
                          {"step_s", point.stepSeconds},
                          {"memory_mb", point.memoryMb},
                          {"measured", point.measured}});
    return points;
}

double factor(const BenchGain& gain) {
    return gain.secondsWithout / gain.secondsWith;
}

std::string stagesText(const BenchReport& report) {
    auto text = fmt::format("{:<30}{:>8}{:>12}{:>12}{:>12}{:>12}\n", "stage", "repeats", "median s", "min s", "max s",
                            "total s");
    for (const auto& stage : report.stages)
        text += fmt::format("{:<30}{:>8}{:>12.3f}{:>12.3f}{:>12.3f}{:>12.3f}\n", stage.name, stage.repeats,
                            stage.medianSeconds, stage.lowestSeconds, stage.highestSeconds, stage.totalSeconds);
    for (const auto& decode : report.decodes)
        text += fmt::format("LM, {}: {:.1f} tokens/s (best {:.1f}), {:.1f} GB/s of weights, {:.0f} % of the memory's\n",
                            decode.rows == 1 ? "one sequence" : "guidance pair", decode.tokensPerSecond,
                            decode.bestTokensPerSecond, decode.weightGbPerSecond,
                            100 * decode.weightGbPerSecond / report.bandwidthGb);
    return text;
}

std::string gainsText(const BenchReport& report) {
    if (report.gains.empty())
        return {};
    auto text = fmt::format("\n{:<30}{:>12}{:>12}{:>12}   a diffusion step, from four layers of it\n", "option",
                            "without s", "with s", "gain");
    for (const auto& gain : report.gains)
        text += fmt::format("{:<30}{:>12.3f}{:>12.3f}{:>11.2f}×\n", gain.option, gain.secondsWithout, gain.secondsWith,
                            factor(gain));
    return text;
}

/// Lengths by batches: seconds a step, then memory.
std::string sweepText(const BenchReport& report) {
    if (report.sweep.empty())
        return {};
    std::vector<int> batches;
    for (const auto& point : report.sweep)
        if (point.musicSeconds == report.sweep.front().musicSeconds)
            batches.push_back(point.batch);
    const auto table = [&](const std::string& title, auto cell) {
        auto text = fmt::format("\n{}\n{:>8}", title, "music s");
        for (const auto batch : batches)
            text += fmt::format("{:>10}", fmt::format("batch {}", batch));
        for (const auto& point : report.sweep) {
            if (point.batch == batches.front())
                text += fmt::format("\n{:>8}", point.musicSeconds);
            text += fmt::format("{:>10}", cell(point));
        }
        return text + '\n';
    };
    return table("Seconds a step (*: measured, the others follow from these)",
                 [](const BenchPoint& point) {
                     return fmt::format("{:.2f}{}", point.stepSeconds, point.measured ? "*" : "");
                 })
           + table("Memory beside the weights, MB, foretold",
                   [](const BenchPoint& point) { return fmt::format("{:.0f}", point.memoryMb); });
}

constexpr double kWidth = 800, kHeight = 500, kMargin = 60;

/// A place in the drawing from shares of both axes.
std::string place(double x, double y) {
    return fmt::format("{:.1f},{:.1f}", kMargin + x * (kWidth - 2 * kMargin),
                       kHeight - kMargin - y * (kHeight - 2 * kMargin));
}

std::string labelSvg(double x, double y, const std::string& anchor, const std::string& text) {
    return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\">{}</text>\n", x, y, anchor, text);
}

std::string axesSvg(double longest, double slowest) {
    constexpr int kTicks = 5;
    std::string svg;
    for (int tick = 0; tick <= kTicks; ++tick) {
        const double share = static_cast<double>(tick) / kTicks;
        const double x = kMargin + share * (kWidth - 2 * kMargin);
        const double y = kHeight - kMargin - share * (kHeight - 2 * kMargin);
        svg += labelSvg(x, kHeight - kMargin + 20, "middle", fmt::format("{:.0f}", share * longest));
        svg += labelSvg(kMargin - 8, y + 4, "end", fmt::format("{:.3g}", share * slowest));
        svg += fmt::format("<path d=\"M{} L{}\" stroke=\"#ccc\"/>\n", place(0, share), place(1, share));
    }
    return svg;
}

} // namespace

std::string benchJson(const BenchReport& report, const BenchOptions& options) {
    json distances = json::array(), gains = json::array();
    for (const auto& distance : report.distances)
        distances.push_back({{"module", distance.module}, {"cosine", distance.cosine}, {"snr_db", distance.snrDb}});
    for (const auto& gain : report.gains)
        gains.push_back({{"option", gain.option},
                         {"without_s", gain.secondsWithout},
                         {"with_s", gain.secondsWith},
                         {"factor", factor(gain)}});
    return jsonLine({{"device", report.device},
                     {"precision", report.precision},
                     {"vae_precision", report.vaePrecision},
                     {"threads", report.threads},
                     {"seconds", options.seconds},
                     {"steps", options.steps},
                     {"batch", options.batch},
                     {"stages", stagesJson(report)},
                     {"lm_decode", decodesJson(report)},
                     {"option_gains", gains},
                     {"sweep", sweepJson(report)},
                     {"distance_from_fp32", distances},
                     {"gflops", report.gflops},
                     {"bandwidth_gb_s", report.bandwidthGb},
                     {"peak_rss_mb", report.peakRssMb},
                     {"card_peak_mb", report.cardPeakMb ? json(*report.cardPeakMb) : json()}});
}

std::string benchText(const BenchReport& report, const BenchOptions& options) {
    auto text = fmt::format("{}, {} threads, {} (VAE {})", report.device, report.threads, report.precision,
                            report.vaePrecision);
    if (report.sweep.empty())
        text += fmt::format(": {:g} s of music, {} steps, batch {}\n\n", options.seconds, options.steps, options.batch)
                + stagesText(report);
    else
        text += '\n';
    text += gainsText(report) + sweepText(report);
    if (report.cardPeakMb)
        text += fmt::format("\nmost on the card {:.0f} MB", *report.cardPeakMb);
    text += fmt::format("\npeak memory {:.0f} MB; machine: {:.0f} GFLOP/s in {} by libtorch, {:.1f} GB/s\n",
                        report.peakRssMb, report.gflops, report.productPrecision, report.bandwidthGb);
    for (const auto& distance : report.distances)
        text += fmt::format("distance from fp32, {:<36} cosine {:.6f}, SNR {:.1f} dB\n", distance.module,
                            distance.cosine, distance.snrDb);
    return text;
}

std::string sweepSvg(const BenchReport& report) {
    double longest = 1, slowest = 1e-3;
    int most = 1;
    for (const auto& point : report.sweep) {
        longest = std::max<double>(longest, point.musicSeconds);
        slowest = std::max(slowest, point.stepSeconds);
        most = std::max(most, point.batch);
    }
    auto svg = fmt::format("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" "
                           "font-family=\"sans-serif\" font-size=\"12\">\n"
                           "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n",
                           kWidth, kHeight);
    svg += labelSvg(kWidth / 2, kMargin / 2, "middle",
                    fmt::format("Seconds a diffusion step by seconds of music, {}", report.precision));
    svg += labelSvg(kWidth - kMargin + 6, kMargin / 2, "start", "batch") + axesSvg(longest, slowest);
    for (int batch = 1; batch <= most; ++batch) {
        std::string line;
        double end = 0;
        for (const auto& point : report.sweep)
            if (point.batch == batch) {
                end = point.stepSeconds / slowest;
                line += (line.empty() ? "" : " ") + place(point.musicSeconds / longest, end);
            }
        svg += fmt::format("<polyline fill=\"none\" stroke=\"hsl({}, 70%, 40%)\" points=\"{}\"/>\n", 210 + 18 * batch,
                           line);
        svg += labelSvg(kWidth - kMargin + 6, kHeight - kMargin - end * (kHeight - 2 * kMargin) + 4, "start",
                        std::to_string(batch));
    }
    return svg + "</svg>\n";
}

} // namespace ottava::cli
