#pragma once

#include "core/text/bpe_tokenizer.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ottava {

/// Tokens as bytes, both ways: one arena of text, a slot a token, and an open-addressed table of ids.
/// The hash is over bytes and not keyed: the vocabulary is a file the user installed, not input.
class Vocabulary {
public:
    /// Room for `count` tokens; must be called first.
    void reserve(std::size_t count);

    /// A token that text can merge to. False when the id or the bytes are taken already.
    bool add(TokenId id, std::string_view bytes);
    /// A token that is only ever looked up by its id; it replaces what stood there.
    void setText(TokenId id, std::string_view bytes);

    TokenId idOf(std::string_view bytes) const; ///< −1 when there is none
    std::string_view bytesOf(TokenId id) const; ///< empty when there is none
    std::size_t size() const { return slots_.size(); }

private:
    struct Slot {
        std::uint32_t offset = 0, length = 0;
    };
    static std::size_t hash(std::string_view bytes);

    std::string arena_;
    std::vector<Slot> slots_;
    std::vector<TokenId> table_; // a power of two, at most half full
};

} // namespace ottava
