#pragma once

#include "core/text/bpe_tokenizer.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace ottava {

/// What a tokenizer.json holds, read in one pass and checked to be what BpeTokenizer carries out: byte-level BPE
/// without options, NFC, Qwen's pattern, a post-processor that at most appends tokens.
struct TokenizerFile {
    struct Text {
        std::uint32_t offset = 0, length = 0; ///< in `arena`
    };
    struct Entry {
        Text token; ///< in the byte-level alphabet
        TokenId id = 0;
    };
    struct AddedToken {
        std::string content;
        TokenId id = -1;
        bool normalized = false;   ///< matched after normalisation instead of before
        bool trimsOrWords = false; ///< lstrip, rstrip or single_word is set
    };

    std::string arena;
    std::vector<Entry> vocabulary;
    std::vector<Text> merges; ///< "left right", in order of rank
    std::vector<AddedToken> added;
    std::vector<TokenId> appended; ///< by the post-processor, to every sequence

    std::string_view text(Text at) const { return std::string_view(arena).substr(at.offset, at.length); }

    /// Throws Error: ModelMissing when there is no such file, FileFault when it cannot be read, ModelCorrupt when it is
    /// not JSON or not such a tokenizer.
    static TokenizerFile read(const std::filesystem::path& file);
};

/// The fault of a tokenizer.json that is not as it should be.
[[noreturn]] void throwCorruptTokenizer(const std::filesystem::path& file, std::string_view why);

} // namespace ottava
