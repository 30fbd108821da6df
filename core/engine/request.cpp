#include "core/engine/request.h"

#include "core/base/error.h"
#include "core/engine/field_json.h"
#include "core/text/unicode.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <set>

namespace ottava {
namespace {

using nlohmann::json;

/// The reference's sidecars keep a part of the fields in this object.
constexpr const char* kNested = "config";
/// What the reference's planner wrote back into its sidecars; results, not wishes.
constexpr std::array<std::string_view, 7> kResults = {
    "cot_bpm", "cot_keyscale", "cot_timesignature", "cot_duration", "cot_vocal_language", "cot_caption", "cot_lyrics"};
constexpr std::size_t kMaxNamedUnknown = 50;

constexpr std::string_view kText2MusicInstruction = "Fill the audio semantic mask based on the given conditions:";
constexpr std::string_view kCoverInstruction = "Generate audio semantic tokens based on the given conditions:";

json parse(std::string_view text) {
    const char* const remedy = "Give one JSON object, as UTF-8 text.";
    if (!unicode::isUtf8(text))
        throw Error{ErrorCode::BadRequest, sentence("The request is not UTF-8 text."), remedy};
    try {
        auto object = json::parse(text);
        if (object.is_object())
            return object;
    } catch (const json::parse_error& error) {
        throw Error{ErrorCode::BadRequest, sentence("The request is not JSON (wrong at byte {}).", error.byte), remedy};
    } catch (const json::exception&) {
        throw Error{ErrorCode::BadRequest, sentence("The request holds a number that is too large."), remedy};
    }
    throw Error{ErrorCode::BadRequest, sentence("The request is JSON, but not an object."), remedy};
}

/// The two objects of a request: its own fields and those of the nested one, which come second.
class Source {
public:
    explicit Source(const json& object) : layers_{&object, &object} {
        const auto nested = object.find(kNested);
        if (nested == object.end() || nested->is_null())
            return;
        if (!nested->is_object())
            throw Error{ErrorCode::BadRequest, sentence("{}: this is not an object of fields.", kNested),
                        sentence("Correct {} in the request.", kNested)};
        layers_[1] = &*nested;
    }

    /// Null when neither object says anything about `name`.
    const json& operator[](std::string_view name) const {
        static const json kNothing;
        for (const auto* layer : layers_) {
            if (const auto found = layer->find(name); found != layer->end() && !found->is_null())
                return *found;
        }
        return kNothing;
    }

    std::set<std::string> unknownNames() const {
        std::set<std::string> names;
        for (const auto* layer : layers_) {
            for (const auto& [name, value] : layer->items()) {
                if (!isKnown(name) && !(name == kNested && layer == layers_[0]))
                    names.insert(name);
            }
        }
        return names;
    }

private:
    static bool isKnown(std::string_view name) {
        const auto fields = requestFields();
        return std::find(kResults.begin(), kResults.end(), name) != kResults.end()
               || std::any_of(fields.begin(), fields.end(), [&](const auto& field) { return field.name == name; });
    }

    std::array<const json*, 2> layers_;
};

void warnOfUnknown(const std::set<std::string>& names, Warnings& warnings) {
    if (names.empty())
        return;
    const auto count = std::min(names.size(), kMaxNamedUnknown);
    const auto last = std::next(names.begin(), static_cast<std::ptrdiff_t>(count));
    const auto named = fmt::format("{}", fmt::join(names.begin(), last, ", "));
    warnings.push_back({WarningCode::UnknownField, count < names.size()
                                                       ? sentence("Not a field of a request, ignored: {} and {} more.",
                                                                  named, names.size() - count)
                                                       : sentence("Not a field of a request, ignored: {}.", named)});
}

bool isListOfSeeds(const json& value) {
    return value.is_array()
           || (value.is_string() && value.get_ref<const std::string&>().find(',') != std::string::npos);
}

/// Reads one field in any of the spellings that sidecars of the reference have for it.
void readSpelling(RequestField field, const json& value, Request& request, Warnings& warnings) {
    if (field.name == "seed" && isListOfSeeds(value))
        field.member = &Request::seeds;
    if (field.name == "timesignature" && value.is_number_integer())
        readField(field, value.dump(), request, warnings);
    else
        readField(field, value, request, warnings);
}

/// Values that stand for others, after the reference.
void correct(Request& request, Warnings& warnings) {
    const auto replace = [&](const char* name, auto& value, auto least) {
        warnings.push_back(
            {WarningCode::ValueRounded, sentence("{}: {} is not possible, {} is used.", name, value, least)});
        value = least;
    };
    if (request.shift <= 0)
        replace("shift", request.shift, 1.0);
    if (request.inferenceSteps < 1)
        replace("inference_steps", request.inferenceSteps, 1);
    if (request.bpm == 0)
        request.bpm.reset();
    for (auto* text : {&request.keyscale, &request.timesignature}) {
        if (*text == "N/A")
            text->clear();
    }
    if (request.trackName && request.trackName->empty())
        request.trackName.reset();
    if (request.noFsq && request.taskType == TaskType::Cover)
        request.taskType = TaskType::CoverNoFsq;
}

std::string upperCase(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return text;
}

/// "DRUMS track", or "track" when none is named.
std::string trackWords(const Request& request) {
    return request.trackName ? upperCase(*request.trackName) + " track" : "track";
}

std::string completeInstruction(const Request& request) {
    if (request.completeTrackClasses.empty())
        return "Complete the input track:";
    return fmt::format("Complete the input track with {}:",
                       upperCase(fmt::format("{}", fmt::join(request.completeTrackClasses, " | "))));
}

std::string ownInstruction(const Request& request) {
    switch (request.taskType) {
    case TaskType::Text2Music:
        break;
    case TaskType::Cover:
    case TaskType::CoverNoFsq:
        return std::string{kCoverInstruction};
    case TaskType::Repaint:
        return "Repaint the mask area based on the given conditions:";
    case TaskType::Lego:
        return fmt::format("Generate the {} based on the audio context:", trackWords(request));
    case TaskType::Extract:
        return fmt::format("Extract the {} from the audio:", trackWords(request));
    case TaskType::Complete:
        return completeInstruction(request);
    }
    return std::string{request.audioCodes.empty() ? kText2MusicInstruction : kCoverInstruction};
}

} // namespace

Request requestFromJson(std::string_view text, Warnings& warnings) {
    const auto object = parse(text);
    const Source source(object);
    Request request;
    for (const auto& field : requestFields())
        readSpelling(field, source[field.name], request, warnings);
    warnOfUnknown(source.unknownNames(), warnings);
    correct(request, warnings);
    validate(request);
    return request;
}

std::string requestToJson(const Request& request) {
    nlohmann::ordered_json object;
    for (const auto& field : requestFields()) {
        if (auto value = writeField(field, request); !value.is_null())
            object[std::string{field.name}] = std::move(value);
    }
    // Paths may hold any bytes; a request that was validated has none that are replaced.
    return object.dump(2, ' ', /*ensure_ascii=*/false, json::error_handler_t::replace);
}

void validate(const Request& request) {
    for (const auto& field : requestFields())
        checkField(field, request);
}

std::string taskInstruction(const Request& request) {
    // Given codes turn text2music into a cover of them, so that task's default sentence is no wish of the user's.
    const bool asDefault = request.taskType == TaskType::Text2Music && request.instruction == kText2MusicInstruction;
    return request.instruction && !asDefault ? *request.instruction : ownInstruction(request);
}

} // namespace ottava
