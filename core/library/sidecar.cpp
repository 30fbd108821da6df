#include "core/library/sidecar.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"

#include <fmt/chrono.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <ctime>

namespace ottava {
namespace {

using Json = nlohmann::ordered_json; // keeps the order of fields when it edits

std::string textOf(const Json& json) {
    return json.dump(2, ' ', /*ensure_ascii=*/false, Json::error_handler_t::replace);
}

template<class Pairs>
Json objectOf(const Pairs& pairs) {
    auto object = Json::object();
    for (const auto& [name, value] : pairs)
        object[name] = value;
    return object;
}

/// Throws Error (FileFault), also for what is JSON but no object.
Json parsed(const std::filesystem::path& file) {
    auto json = Json::parse(readTextFile(file), nullptr, /*allow_exceptions=*/false);
    if (!json.is_object())
        throw Error{ErrorCode::FileFault, sentence("{} is damaged: it is not a JSON object.", file.string()),
                    sentence("The audio beside it can still be played; delete the take when you do not need it.")};
    return json;
}

/// Reads fields one by one and remembers the first that is not what it should be.
class FieldReader {
public:
    FieldReader(const Json& json, std::string& problem) : json_(json), problem_(problem) {}

    template<class Value>
    void read(const char* name, Value& value) {
        if (!json_.contains(name))
            return;
        try {
            json_.at(name).get_to(value);
        } catch (const nlohmann::json::exception&) {
            note(fmt::format("{}: the field '{}' is damaged.", kSidecarName, name));
        }
    }
    void note(std::string what) {
        if (problem_.empty())
            problem_ = std::move(what);
    }

private:
    const Json& json_;
    std::string& problem_;
};

/// The path of a file that the sidecar names; only files inside the take's own folder count.
std::filesystem::path namedFile(FieldReader& fields, const char* field, const char* usual, const StoredTake& take) {
    std::string name = usual;
    fields.read(field, name);
    if (name.empty() || std::filesystem::path{name}.filename() != name || name == "..") {
        fields.note(fmt::format("{}: the field '{}' does not name a file of this take.", kSidecarName, field));
        name = usual;
    }
    return take.folder / name;
}

Json warningList(const Warnings& warnings) {
    auto list = Json::array();
    for (const auto& warning : warnings)
        list.push_back({{"code", warningName(warning.code)}, {"message", warning.message}});
    return list;
}

/// From the folder's name, "20250131-140509-…", for sidecars without a time.
std::string timeInName(const std::string& name) {
    constexpr std::size_t kStampLength = 15;
    const auto isDigit = [](char character) { return character >= '0' && character <= '9'; };
    if (name.size() < kStampLength || std::ranges::count_if(name.substr(0, kStampLength), isDigit) != 14)
        return {};
    const auto part = [&name](std::size_t at, std::size_t length) { return name.substr(at, length); };
    return fmt::format("{}-{}-{}T{}:{}:{}", part(0, 4), part(4, 2), part(6, 2), part(9, 2), part(11, 2), part(13, 2));
}

void readFields(const Json& json, StoredTake& take) {
    FieldReader fields{json, take.problem};
    fields.read("title", take.title);
    fields.read("created", take.created);
    fields.read("seed", take.seed);
    fields.read("batch_index", take.batchIndex);
    fields.read("stars", take.stars);
    fields.read("duration_s", take.durationSeconds);
    take.stars = std::clamp(take.stars, 0, 5);
    if (const auto models = json.find("models"); models != json.end() && models->is_object())
        FieldReader{*models, take.problem}.read("dit", take.model);
    take.audio = namedFile(fields, "audio", "audio.wav", take);
    take.latents = namedFile(fields, "latents", "latents.safetensors", take);
    const auto request = json.find("request");
    if (request != json.end() && request->is_object())
        take.requestJson = textOf(*request);
    else
        fields.note(fmt::format("{}: the request is missing.", kSidecarName));
    std::error_code failed;
    if (!std::filesystem::is_regular_file(take.audio, failed))
        fields.note(fmt::format("{} is missing.", take.audio.filename().string()));
}

} // namespace

void writeSidecar(const std::filesystem::path& folder, const TakeRecord& record) {
    auto request = Json::parse(record.requestJson, nullptr, /*allow_exceptions=*/false);
    if (!request.is_object())
        throw Error{ErrorCode::BadRequest, sentence("A take's request must be a JSON object."),
                    sentence("Give the request as it was used.")};
    Json sidecar{{"version", 1},
                 {"title", record.title},
                 {"created", timeStamp()},
                 {"stars", 0},
                 {"request", std::move(request)},
                 {"seed", record.seed},
                 {"batch_index", record.batchIndex},
                 {"duration_s", record.durationSeconds},
                 {"audio", record.audio},
                 {"latents", record.latents},
                 {"models", objectOf(record.models)},
                 {"versions", objectOf(record.versions)},
                 {"warnings", warningList(record.warnings)},
                 {"timings", objectOf(record.timings)}};
    if (!record.scores.empty())
        sidecar["scores"] = objectOf(record.scores);
    writeTextFile(folder / kSidecarName, textOf(sidecar));
}

void recordFindings(const std::filesystem::path& folder, const Warnings& warnings,
                    const std::vector<std::pair<std::string, double>>& scores) {
    const auto file = folder / kSidecarName;
    auto json = parsed(file);
    json["warnings"] = warningList(warnings);
    if (!scores.empty())
        json["scores"] = objectOf(scores);
    writeTextFile(file, textOf(json));
}

StoredTake readSidecar(const std::filesystem::path& folder) {
    return sidecarIn(folder / kSidecarName);
}

StoredTake sidecarIn(const std::filesystem::path& file) {
    const auto folder = file.parent_path();
    StoredTake take;
    take.folder = folder;
    take.audio = folder / "audio.wav";
    take.latents = folder / "latents.safetensors";
    try {
        readFields(parsed(file), take);
    } catch (const Error& error) { // a damaged take is a fact to list, not a reason to list nothing
        take.problem = error.what();
    }
    if (take.title.empty())
        take.title = folder.filename().string();
    if (take.created.empty())
        take.created = timeInName(folder.filename().string());
    return take;
}

void editSidecar(const std::filesystem::path& folder, const char* field, std::string_view jsonValue) {
    const auto file = folder / kSidecarName;
    auto json = parsed(file);
    json[field] = Json::parse(jsonValue);
    writeTextFile(file, textOf(json));
}

std::string timeStamp() {
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}", fmt::localtime(std::time(nullptr)));
}

std::string quotedJson(std::string_view text) {
    return Json(text).dump(-1, ' ', /*ensure_ascii=*/false, Json::error_handler_t::replace);
}

} // namespace ottava
