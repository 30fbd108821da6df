#include "core/planner/token_tree.h"

#include <algorithm>

namespace ottava {

TokenTree::TokenTree(const BpeTokenizer& tokenizer, std::string_view name, std::span<const std::string> values,
                     TokenId newline)
    : newline_(IndexSet::range(newline, newline + 1)) {
    const auto head = tokenizer.encode(std::string(name) + ":", /*withPostProcessor=*/false);
    for (const auto& value : values) {
        const auto whole = tokenizer.encode(std::string(name) + ": " + value, /*withPostProcessor=*/false);
        if (whole.size() > head.size() && std::equal(head.begin(), head.end(), whole.begin()))
            add(std::span(whole).subspan(head.size()));
    }
    for (auto& node : nodes_) {
        std::vector<std::int32_t> tokens;
        for (const auto& [token, child] : node.children)
            tokens.push_back(token);
        if (node.complete)
            tokens.push_back(newline);
        node.allowed = IndexSet::of(std::move(tokens));
    }
}

void TokenTree::add(std::span<const TokenId> path) {
    std::size_t node = 0;
    for (const auto token : path) {
        const auto [child, isNew] = nodes_[node].children.try_emplace(token, static_cast<Node>(nodes_.size()));
        node = static_cast<std::size_t>(child->second);
        if (isNew)
            nodes_.emplace_back();
    }
    nodes_[node].complete = true;
}

TokenTree::Node TokenTree::next(Node node, TokenId token) const {
    if (node == kNowhere)
        return kNowhere;
    const auto& children = nodes_[static_cast<std::size_t>(node)].children;
    const auto child = children.find(token);
    return child == children.end() ? kNowhere : child->second;
}

bool TokenTree::complete(Node node) const {
    return node == kNowhere || nodes_[static_cast<std::size_t>(node)].complete;
}

const IndexSet& TokenTree::allowed(Node node) const {
    return node == kNowhere ? newline_ : nodes_[static_cast<std::size_t>(node)].allowed;
}

} // namespace ottava
