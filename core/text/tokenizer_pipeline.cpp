#include "core/text/tokenizer_pipeline.h"

#include "core/text/pre_tokenizer.h"
#include "core/text/tokenizer_file.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <string>

namespace ottava {
namespace {

using nlohmann::json;

/// A value of the file that may be absent, null or of another type.
class Node {
public:
    Node(const json* value, const std::filesystem::path& path) : value_(value), path_(&path) {}

    Node operator[](const char* key) const {
        const bool present = value_ != nullptr && value_->is_object() && value_->contains(key);
        return {present ? &(*value_)[key] : nullptr, *path_};
    }
    std::vector<Node> items() const {
        std::vector<Node> nodes;
        if (value_ != nullptr && value_->is_array()) {
            for (const auto& item : *value_)
                nodes.emplace_back(&item, *path_);
        }
        return nodes;
    }
    bool isNull() const { return value_ == nullptr || value_->is_null(); }
    bool is(const json& expected) const { return value_ != nullptr && *value_ == expected; }
    /// Absent, null, false or "": an option that is not in use.
    bool isOff() const { return isNull() || is(false) || is("") || is(0.0); }
    std::string text() const { return value_ != nullptr && value_->is_string() ? value_->get<std::string>() : ""; }
    std::uint64_t number() const {
        if (value_ == nullptr || !value_->is_number_unsigned())
            refuse("the post-processor names a token without an id");
        return value_->get<std::uint64_t>();
    }
    [[noreturn]] void refuse(std::string_view why) const { throwCorruptTokenizer(*path_, why); }
    void require(bool holds, std::string_view what) const {
        if (!holds)
            refuse(fmt::format("{} is of a kind that is not supported", what));
    }

private:
    const json* value_;
    const std::filesystem::path* path_;
};

void checkModel(const Node& model) {
    model.require(model["type"].is("BPE") || model["type"].isNull(), "the model");
    for (const char* option :
         {"dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix", "byte_fallback", "ignore_merges"})
        model.require(model[option].isOff(), fmt::format("the model's option '{}'", option));
}

bool isByteLevel(const Node& step) {
    return step["type"].is("ByteLevel");
}

void checkPreTokenizer(const Node& preTokenizer) {
    const auto steps = preTokenizer["pretokenizers"].items();
    preTokenizer.require(preTokenizer["type"].is("Sequence") && steps.size() == 2, "the pre-tokenizer");
    const auto& split = steps[0];
    split.require(split["type"].is("Split") && split["behavior"].is("Isolated") && split["invert"].isOff(),
                  "the pre-tokenizer's split");
    split.require(split["pattern"]["Regex"].text() == kQwenPattern, "the pre-tokenizer's regular expression");
    const auto& bytes = steps[1];
    bytes.require(isByteLevel(bytes) && bytes["use_regex"].is(false) && bytes["add_prefix_space"].is(false),
                  "the pre-tokenizer's byte level");
}

/// TemplateProcessing: the sequence, then any special tokens.
void readTemplate(const Node& step, std::vector<TokenId>& appended) {
    const auto items = step["single"].items();
    step.require(!items.empty() && !items[0]["Sequence"].isNull(), "the post-processor's template");
    for (std::size_t i = 1; i < items.size(); ++i) {
        const auto name = items[i]["SpecialToken"]["id"].text();
        const auto ids = step["special_tokens"][name.c_str()]["ids"].items();
        step.require(!ids.empty(), "the post-processor's template");
        for (const auto& id : ids)
            appended.push_back(static_cast<TokenId>(id.number()));
    }
}

std::vector<TokenId> readPostProcessor(const Node& postProcessor) {
    std::vector<TokenId> appended;
    auto steps = postProcessor["processors"].items();
    if (!postProcessor["type"].is("Sequence"))
        steps = {postProcessor};
    for (const auto& step : steps) {
        if (step["type"].is("TemplateProcessing"))
            readTemplate(step, appended);
        else
            step.require(step.isNull() || isByteLevel(step), "the post-processor");
    }
    return appended;
}

} // namespace

std::vector<TokenId> checkPipeline(const json& tokenizer, const std::filesystem::path& path) {
    const Node root(&tokenizer, path);
    checkModel(root["model"]);
    root.require(root["normalizer"]["type"].is("NFC"), "the normaliser");
    checkPreTokenizer(root["pre_tokenizer"]);
    root.require(isByteLevel(root["decoder"]), "the decoder");
    return readPostProcessor(root["post_processor"]);
}

} // namespace ottava
