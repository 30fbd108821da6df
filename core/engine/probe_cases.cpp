#include "core/engine/probe_cases.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/engine/engine.h"
#include "core/engine/probe_constrained.h"
#include "core/engine/probe_fsm.h"
#include "core/engine/probe_planner.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <functional>
#include <map>

namespace ottava {
namespace {

using nlohmann::json;

/// The goldens hold what the reference does, mistakes included.
constexpr ReferenceQuirks kReference{
    .genresWithoutVocabulary = true, .failsWithoutMetadata = true, .losesDetectedLanguage = true};

/// Loads what a kind of case needs, and says how one of them is replayed.
using Replay = std::function<json(const json&)>;
using ReplayMaker = Replay (*)(const ProbeCases&);

std::filesystem::path lmFolder(const ProbeCases& files) {
    if (!files.lm.empty())
        return files.models / files.lm;
    for (const auto& model : installedModels(files.models))
        if (model.kind == InstalledModel::Kind::LanguageModel)
            return model.path;
    throw Error{ErrorCode::ModelMissing, fmt::format("There is no language model in {}.", files.models.string()),
                "Name the folder with --models, the model with --lm."};
}

Replay prompts(const ProbeCases& files) {
    const auto tokenizer = std::make_shared<const BpeTokenizer>(BpeTokenizer::load(lmFolder(files) / "tokenizer.json"));
    return [tokenizer](const json& oneCase) { return replayPrompt(oneCase, *tokenizer); };
}

Replay flows(const ProbeCases& /*files*/) {
    return [](const json& oneCase) { return replayFlow(oneCase, kReference); };
}

/// The lists hold the reference's language for the DiT; ours is covered by our own tests.
Replay apiFlows(const ProbeCases& /*files*/) {
    return [](const json& oneCase) { return replayApiFlow(oneCase, kReference); };
}

std::shared_ptr<const PlannerVocabulary> vocabularyOf(const ProbeCases& files) {
    return std::make_shared<const PlannerVocabulary>(
        std::make_shared<const BpeTokenizer>(BpeTokenizer::load(lmFolder(files) / "tokenizer.json")));
}

Replay scripted(const ProbeCases& files) {
    return [vocabulary = vocabularyOf(files)](const json& oneCase) { return replayScripted(oneCase, vocabulary); };
}

Replay constrained(const ProbeCases& files) {
    const PlannerDecoderSetup setup{
        .model = std::make_shared<const LanguageModel>(loadLanguageModel(lmFolder(files), at::kFloat, at::kCPU)),
        .vocabulary = vocabularyOf(files),
        .genres = nullptr};
    return [setup](const json& oneCase) { return replayConstrained(oneCase, setup); };
}

const std::map<std::string, ReplayMaker>& replayMakers() {
    static const std::map<std::string, ReplayMaker> makers{
        {"api_flows", apiFlows},
        {"cot_yaml", [](const ProbeCases&) -> Replay { return replayCotYaml; }},
        {"flows", flows},
        {"parse_output", [](const ProbeCases&) -> Replay { return replayParseOutput; }},
        {"prompts", prompts},
        {"fsm_scripted", scripted},
        {"constrained_lm", constrained},
    };
    return makers;
}

/// Python writes numbers that JSON does not have (Infinity, -Infinity, NaN); here they become null.
std::string withoutPythonNumbers(std::string text) {
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (quoted && text[i] == '\\')
            ++i;
        else if (text[i] == '"')
            quoted = !quoted;
        if (quoted)
            continue;
        for (const std::string_view name : {"-Infinity", "Infinity", "NaN"})
            if (std::string_view{text}.substr(i).starts_with(name))
                text.replace(i, name.size(), "null");
    }
    return text;
}

json readList(const std::filesystem::path& file) {
    requireFile(file);
    auto list = json::parse(withoutPythonNumbers(readTextFile(file)), nullptr, /*allow_exceptions=*/false);
    if (!list.is_array())
        throw Error{ErrorCode::BadRequest, fmt::format("{} holds no list of cases.", file.string()),
                    "Pass a JSON list as in fixtures/golden/lm."};
    return list;
}

json replayOne(const Replay& replay, const json& oneCase, std::size_t index) try {
    return replay(oneCase);
} catch (const json::exception& e) {
    throw Error{ErrorCode::BadRequest, fmt::format("Case {} lacks a field or has a wrong one: {}.", index, e.what()),
                "Give every case the fields that the golden list of this kind has."};
}

} // namespace

void probeCases(const std::string& kind, const ProbeCases& files) {
    const auto maker = replayMakers().find(kind);
    if (maker == replayMakers().end()) {
        std::string kinds;
        for (const auto& [name, ignored] : replayMakers())
            kinds += (kinds.empty() ? "" : ", ") + name;
        throw Error{ErrorCode::BadRequest, fmt::format("There is no kind of case '{}' to replay.", kind),
                    fmt::format("Use one of {}.", kinds)};
    }
    const auto list = readList(files.in);
    const auto replay = maker->second(files);
    auto replayed = json::array();
    for (const auto& oneCase : list)
        replayed.push_back(replayOne(replay, oneCase, replayed.size()));
    // Texts of the model may end inside a character.
    writeTextFile(files.out, replayed.dump(1, ' ', /*ensure_ascii=*/true, json::error_handler_t::replace) + "\n");
}

} // namespace ottava
