#pragma once

#include "core/base/index_set.h"
#include "core/text/bpe_tokenizer.h"

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ottava {

/// The values of one field as paths of tokens: what may follow what has been written of a value.
/// Immutable after building. Source: language-model specification §6.1.
class TokenTree {
public:
    /// A place in the tree: 0 is the start of a value, `kNowhere` what no value begins with.
    using Node = std::int32_t;
    static constexpr Node kRoot = 0, kNowhere = -1;

    /// Paths of `values` behind "name:", separated from it by a space, as the tokenizer cuts the two together.
    /// A value whose encoding does not begin with that of "name:" is left out.
    TokenTree(const BpeTokenizer& tokenizer, std::string_view name, std::span<const std::string> values,
              TokenId newline);

    Node next(Node node, TokenId token) const;
    bool complete(Node node) const;
    /// Tokens that lead on, and newline where the path so far is a value; newline alone for `kNowhere`, so that a
    /// field can always be ended.
    const IndexSet& allowed(Node node) const;
    /// False when there is no value at all.
    bool empty() const { return nodes_.front().children.empty(); }

private:
    struct Entry {
        std::map<TokenId, Node> children;
        bool complete = false;
        IndexSet allowed;
    };
    void add(std::span<const TokenId> path);

    std::vector<Entry> nodes_{1};
    IndexSet newline_;
};

} // namespace ottava
