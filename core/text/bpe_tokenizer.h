#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ottava {

using TokenId = std::int32_t;

/// Byte-level BPE of the Qwen family, read from a Hugging Face tokenizer.json.
/// Added tokens are cut out first, the rest is NFC-normalised, split by the file's regular expression and merged.
/// Immutable after loading: any number of threads may share one.
/// Source: language-model specification §2, synthesis specification §2.
class BpeTokenizer {
public:
    /// Throws Error: ModelMissing when the file is not there, FileFault when it cannot be read, ModelCorrupt when it is
    /// not such a tokenizer or asks for something that is not carried out here.
    static BpeTokenizer load(const std::filesystem::path& file);

    BpeTokenizer(BpeTokenizer&&) noexcept;
    BpeTokenizer& operator=(BpeTokenizer&&) noexcept;
    ~BpeTokenizer();

    /// Ids of `text` (UTF-8), with what the file's post-processor adds when `withPostProcessor`.
    /// Throws Error (BadRequest) when the text is not UTF-8.
    std::vector<TokenId> encode(std::string_view text, bool withPostProcessor = true) const;

    /// The same, cut so that with what the post-processor adds there are at most `maxTokens`.
    std::vector<TokenId> encodeTruncated(std::string_view text, std::size_t maxTokens) const;

    /// Text of `ids`: bytes are joined over the whole list, invalid UTF-8 becomes U+FFFD, special tokens are kept.
    /// Unknown ids are skipped.
    std::string decode(std::span<const TokenId> ids) const;

    /// Id of a token by its exact text, as it stands in the vocabulary or among the added tokens; −1 when there is
    /// none.
    TokenId idOf(std::string_view token) const;

    /// Largest id + 1, added tokens included.
    std::size_t size() const;

    /// How many ids the post-processor appends to every sequence.
    std::size_t appendedCount() const;

private:
    struct Impl;
    explicit BpeTokenizer(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

} // namespace ottava
