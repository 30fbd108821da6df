#include "core/text/tokenizer_file.h"

#include "core/base/error.h"
#include "core/text/tokenizer_pipeline.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <limits>
#include <utility>

namespace ottava {
namespace {

using nlohmann::json;

/// Ids are indices of tables; no vocabulary of this family comes near this.
constexpr std::uint64_t kMaxId = 4'000'000;
constexpr std::uintmax_t kMaxFileBytes = 1U << 29U;

/// Fills a TokenizerFile while the parser runs, so that the three long lists never become a tree of values. Everything
/// else does, in `pipeline`.
class Reader final : public nlohmann::json_sax<json> {
public:
    Reader(TokenizerFile& file, json& pipeline, const std::filesystem::path& path)
        : file_(file), pipeline_(pipeline), path_(path) {}

    bool null() override { return value(nullptr); }
    bool boolean(bool set) override {
        if (place_ != Place::Added)
            return value(set);
        if (key_ == "normalized")
            file_.added.back().normalized = set;
        else if (set && (key_ == "lstrip" || key_ == "rstrip" || key_ == "single_word"))
            file_.added.back().trimsOrWords = true;
        return true;
    }
    bool number_integer(std::int64_t number) override { return value(number); }
    bool number_unsigned(std::uint64_t number) override {
        if (place_ == Place::Vocabulary)
            file_.vocabulary.back().id = checkedId(number);
        else if (place_ == Place::Added && key_ == "id")
            file_.added.back().id = checkedId(number);
        else
            return value(number);
        return true;
    }
    bool number_float(double number, const std::string&) override { return value(number); }
    bool string(std::string& text) override {
        if (place_ == Place::Merges)
            mergePart(text);
        else if (place_ == Place::Added && key_ == "content")
            file_.added.back().content = text;
        else
            return value(text);
        return true;
    }
    bool binary(json::binary_t&) override { return false; }

    bool start_object(std::size_t) override {
        if (place_ == Place::Added && depth_ == 2)
            file_.added.emplace_back();
        else if (place_ == Place::Tree && depth_ == 2 && section_ == "model" && key_ == "vocab")
            place_ = Place::Vocabulary;
        else
            open(json::object());
        ++depth_;
        return true;
    }
    bool key(std::string& name) override {
        if (place_ == Place::Vocabulary) {
            file_.vocabulary.push_back({keep(name), -1});
            return true;
        }
        key_ = name;
        if (depth_ == 1)
            section_ = name;
        return true;
    }
    bool end_object() override {
        --depth_;
        if (place_ == Place::Vocabulary)
            place_ = Place::Tree;
        else if (place_ == Place::Tree)
            parents_.pop_back();
        return true;
    }
    bool start_array(std::size_t) override {
        if (place_ == Place::Merges && depth_ == 3)
            pairParts_ = 0;
        else if (place_ == Place::Tree && depth_ == 2 && section_ == "model" && key_ == "merges")
            place_ = Place::Merges;
        else if (place_ == Place::Tree && depth_ == 1 && section_ == "added_tokens")
            place_ = Place::Added;
        else
            open(json::array());
        ++depth_;
        return true;
    }
    bool end_array() override {
        --depth_;
        if (place_ == Place::Merges && depth_ == 3) {
            if (pairParts_ != 2)
                refuse("a merge is not a pair");
        } else if (place_ == Place::Merges || place_ == Place::Added) {
            place_ = Place::Tree;
        } else {
            parents_.pop_back();
        }
        return true;
    }
    bool parse_error(std::size_t position, const std::string&, const json::exception&) override {
        refuse(fmt::format("it is not JSON, or cut off (byte {})", position));
    }

private:
    enum class Place { Tree, Vocabulary, Merges, Added };

    [[noreturn]] void refuse(std::string_view why) const { throwCorruptTokenizer(path_, why); }

    TokenId checkedId(std::uint64_t number) const {
        if (number > kMaxId)
            refuse("a token's id is out of range");
        return static_cast<TokenId>(number);
    }

    TokenizerFile::Text keep(std::string_view text) {
        const auto offset = static_cast<std::uint32_t>(file_.arena.size());
        file_.arena += text;
        return {offset, static_cast<std::uint32_t>(text.size())};
    }

    void mergePart(std::string_view text) {
        if (depth_ == 3) {
            file_.merges.push_back(keep(text));
        } else if (pairParts_++ == 0) {
            file_.merges.push_back(keep(text));
        } else {
            file_.arena += ' ';
            file_.arena += text;
            file_.merges.back().length += static_cast<std::uint32_t>(text.size()) + 1;
        }
    }

    /// A value of the tree. Inside the long lists there is only what the functions above expect.
    bool value(json item) {
        if (place_ == Place::Tree)
            insert(std::move(item));
        else if (place_ != Place::Added)
            refuse("the vocabulary or the list of merges holds something else");
        return true;
    }
    json* insert(json item) {
        if (parents_.empty())
            return &(pipeline_ = std::move(item));
        auto& parent = *parents_.back();
        if (parent.is_object())
            return &(parent[key_] = std::move(item));
        parent.push_back(std::move(item));
        return &parent.back();
    }
    void open(json container) {
        if (place_ != Place::Tree)
            refuse("the vocabulary, the merges or the added tokens are nested too deeply");
        parents_.push_back(insert(std::move(container)));
    }

    TokenizerFile& file_;
    json& pipeline_;
    const std::filesystem::path& path_;
    Place place_ = Place::Tree;
    int depth_ = 0;     // of containers that are open
    int pairParts_ = 0; // of a merge that is written as an array
    std::string section_, key_;
    std::vector<json*> parents_;
};

std::string readAll(const std::filesystem::path& file) {
    std::error_code failure;
    const auto size = std::filesystem::file_size(file, failure);
    if (failure)
        throw Error{ErrorCode::ModelMissing, sentence("{} is missing.", file.string()),
                    sentence("Install this model, or choose another models folder.")};
    if (size > kMaxFileBytes)
        throwCorruptTokenizer(file, "it is far too large");
    std::string content(size, '\0');
    std::ifstream stream(file, std::ios::binary);
    if (!stream.read(content.data(), static_cast<std::streamsize>(size)))
        throw Error{ErrorCode::FileFault, sentence("{} cannot be read.", file.string()),
                    sentence("Check the file's permissions and the disk.")};
    return content;
}

} // namespace

TokenizerFile TokenizerFile::read(const std::filesystem::path& path) {
    TokenizerFile file;
    json pipeline;
    const auto content = readAll(path);
    file.arena.reserve(content.size() / 2);
    Reader reader(file, pipeline, path);
    json::sax_parse(content, &reader);
    file.appended = checkPipeline(pipeline, path);
    return file;
}

void throwCorruptTokenizer(const std::filesystem::path& file, std::string_view why) {
    throw Error{ErrorCode::ModelCorrupt, sentence("{}: {}.", file.string(), why),
                sentence("Download this model again.")};
}

} // namespace ottava
