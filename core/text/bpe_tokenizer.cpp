#include "core/text/bpe_tokenizer.h"

#include "core/base/error.h"
#include "core/text/added_tokens.h"
#include "core/text/byte_alphabet.h"
#include "core/text/merge_table.h"
#include "core/text/pre_tokenizer.h"
#include "core/text/tokenizer_file.h"
#include "core/text/unicode.h"
#include "core/text/vocabulary.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace ottava {

struct BpeTokenizer::Impl {
    Vocabulary vocabulary;
    MergeTable merges;
    AddedTokens raw;        // matched in the text as it comes
    AddedTokens normalized; // matched in its normal form
    std::array<TokenId, 256> byteIds{};
    std::vector<TokenId> appended;

    void addVocabulary(const TokenizerFile& file, const std::filesystem::path& path);
    void addMerges(const TokenizerFile& file, const std::filesystem::path& path);
    void addTokens(TokenizerFile& file, const std::filesystem::path& path);
    void encodePlain(std::string_view text, WordMerger& merger, std::vector<TokenId>& ids) const;
};

void BpeTokenizer::Impl::addVocabulary(const TokenizerFile& file, const std::filesystem::path& path) {
    vocabulary.reserve(file.vocabulary.size() + file.added.size());
    std::string bytes;
    for (const auto& entry : file.vocabulary) {
        bytes.clear();
        const auto token = file.text(entry.token);
        if (entry.id < 0 || token.empty() || !appendTokenBytes(token, bytes) || !vocabulary.add(entry.id, bytes))
            throwCorruptTokenizer(path, fmt::format("the vocabulary's entry '{}' is wrong or occurs twice", token));
    }
    for (std::size_t byte = 0; byte < byteIds.size(); ++byte) {
        const auto character = static_cast<char>(byte);
        byteIds[byte] = vocabulary.idOf({&character, 1});
        if (byteIds[byte] < 0)
            throwCorruptTokenizer(path, fmt::format("the vocabulary lacks byte {}", byte));
    }
}

void BpeTokenizer::Impl::addMerges(const TokenizerFile& file, const std::filesystem::path& path) {
    merges.reserve(file.merges.size());
    std::string bytes;
    std::uint32_t rank = 0;
    for (const auto& merge : file.merges) {
        const auto pair = file.text(merge);
        const auto space = pair.find(' ');
        bytes.clear();
        bool known = space != std::string_view::npos && appendTokenBytes(pair.substr(0, space), bytes);
        const auto leftSize = bytes.size();
        known = known && appendTokenBytes(pair.substr(space + 1), bytes);
        const std::string_view whole = bytes;
        const auto left = known ? vocabulary.idOf(whole.substr(0, leftSize)) : -1;
        const auto right = known ? vocabulary.idOf(whole.substr(leftSize)) : -1;
        const auto merged = known ? vocabulary.idOf(whole) : -1;
        if (left < 0 || right < 0 || merged < 0)
            throwCorruptTokenizer(path, fmt::format("the merge '{}' is not in the vocabulary", pair));
        merges.add(left, right, {rank++, merged});
    }
}

void BpeTokenizer::Impl::addTokens(TokenizerFile& file, const std::filesystem::path& path) {
    for (auto& token : file.added) {
        if (token.id < 0 || token.content.empty() || token.trimsOrWords)
            throwCorruptTokenizer(
                path, fmt::format("the added token '{}' is of a kind that is not supported", token.content));
        vocabulary.setText(token.id, token.content);
        auto& matched = token.normalized ? normalized : raw;
        matched.add(token.normalized ? unicode::nfc(token.content) : std::move(token.content), token.id);
    }
    if (!raw.seal() || !normalized.seal())
        throwCorruptTokenizer(path, "an added token occurs twice");
    appended = std::move(file.appended);
    if (std::any_of(appended.begin(), appended.end(), [&](TokenId id) { return vocabulary.bytesOf(id).empty(); }))
        throwCorruptTokenizer(path, "the post-processor appends a token that does not exist");
}

void BpeTokenizer::Impl::encodePlain(std::string_view text, WordMerger& merger, std::vector<TokenId>& ids) const {
    for (const auto word : splitWords(text)) {
        merger.clear();
        for (const char byte : word)
            merger.push(byteIds[static_cast<unsigned char>(byte)]);
        merger.finish(ids);
    }
}

BpeTokenizer::BpeTokenizer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
BpeTokenizer::BpeTokenizer(BpeTokenizer&&) noexcept = default;
BpeTokenizer& BpeTokenizer::operator=(BpeTokenizer&&) noexcept = default;
BpeTokenizer::~BpeTokenizer() = default;

BpeTokenizer BpeTokenizer::load(const std::filesystem::path& path) {
    auto file = TokenizerFile::read(path);
    auto impl = std::make_unique<Impl>();
    impl->addVocabulary(file, path);
    impl->addMerges(file, path);
    impl->addTokens(file, path);
    return BpeTokenizer(std::move(impl));
}

std::vector<TokenId> BpeTokenizer::encode(std::string_view text, bool withPostProcessor) const {
    if (!unicode::isUtf8(text))
        throw Error{ErrorCode::BadRequest, sentence("The text is not UTF-8."),
                    sentence("Save it as UTF-8 and try again.")};
    std::vector<TokenId> ids;
    WordMerger merger(impl_->merges);
    for (const auto& outer : impl_->raw.split(text)) {
        if (outer.id >= 0) {
            ids.push_back(outer.id);
            continue;
        }
        const auto normal = unicode::nfc(outer.text);
        for (const auto& inner : impl_->normalized.split(normal)) {
            if (inner.id >= 0)
                ids.push_back(inner.id);
            else
                impl_->encodePlain(inner.text, merger, ids);
        }
    }
    if (withPostProcessor)
        ids.insert(ids.end(), impl_->appended.begin(), impl_->appended.end());
    return ids;
}

std::vector<TokenId> BpeTokenizer::encodeTruncated(std::string_view text, std::size_t maxTokens) const {
    auto ids = encode(text, /*withPostProcessor=*/false);
    const auto room = maxTokens - std::min(maxTokens, appendedCount());
    ids.resize(std::min(ids.size(), room));
    ids.insert(ids.end(), impl_->appended.begin(), impl_->appended.end());
    return ids;
}

std::string BpeTokenizer::decode(std::span<const TokenId> ids) const {
    std::string bytes;
    for (const auto id : ids)
        bytes += impl_->vocabulary.bytesOf(id);
    return unicode::replaceIllFormed(std::move(bytes));
}

TokenId BpeTokenizer::idOf(std::string_view token) const {
    for (const auto* added : {&impl_->raw, &impl_->normalized}) {
        if (const auto id = added->idOf(token); id >= 0)
            return id;
    }
    std::string bytes;
    return appendTokenBytes(token, bytes) ? impl_->vocabulary.idOf(bytes) : -1;
}

std::size_t BpeTokenizer::size() const {
    return impl_->vocabulary.size();
}

std::size_t BpeTokenizer::appendedCount() const {
    return impl_->appended.size();
}

} // namespace ottava
