#include "core/engine/work_rates.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace ottava {
namespace {

using nlohmann::json;

/// The file as an object; empty where it is missing or damaged.
json contents(const std::filesystem::path& file) try {
    auto parsed = json::parse(readTextFile(file), nullptr, /*allow_exceptions=*/false);
    return parsed.is_object() ? std::move(parsed) : json::object();
} catch (const Error&) {
    return json::object();
}

std::optional<double> rateIn(const json& rates, const char* key) {
    const auto found = rates.find(key);
    if (found == rates.end() || !found->is_number())
        return std::nullopt;
    const auto seconds = found->get<double>();
    return std::isfinite(seconds) && seconds > 0 ? std::optional{seconds} : std::nullopt;
}

void put(json& rates, const char* key, const std::optional<double>& seconds) {
    if (seconds)
        rates[key] = *seconds;
}

} // namespace

WorkRates readWorkRates(const std::filesystem::path& file, const std::string& subject) {
    const auto all = contents(file);
    const auto found = all.find(subject);
    if (found == all.end() || !found->is_object())
        return {};
    return {.diffusion = rateIn(*found, "diffusion_s"),
            .decoding = rateIn(*found, "decoding_s"),
            .planning = rateIn(*found, "planning_s")};
}

void writeWorkRates(const std::filesystem::path& file, const std::string& subject, const WorkRates& rates) {
    auto all = contents(file);
    auto& own = all[subject];
    if (!own.is_object())
        own = json::object();
    put(own, "diffusion_s", rates.diffusion);
    put(own, "decoding_s", rates.decoding);
    put(own, "planning_s", rates.planning);
    std::error_code failed; // writing says it better
    std::filesystem::create_directories(file.parent_path(), failed);
    writeTextFile(file, all.dump(1) + "\n");
}

} // namespace ottava
