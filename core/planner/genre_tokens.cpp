#include "core/planner/genre_tokens.h"

#include "core/text/unicode.h"

#include <algorithm>

namespace ottava {

GenreTokens::GenreTokens(const BpeTokenizer& tokenizer) {
    for (TokenId id = 0; id < static_cast<TokenId>(tokenizer.size()); ++id) {
        const auto text = tokenizer.decode({&id, 1});
        if (text.empty())
            continue;
        const auto first = unicode::lower(unicode::prefix(text, 1));
        if (unicode::codePointCount(first) != 1)
            continue;
        std::size_t position = 0;
        auto lowered = unicode::lower(text);
        lowered.resize(unicode::trimmedAtEnd(lowered).size());
        byFirstCharacter_[unicode::next(first, position)].push_back({id, std::move(lowered)});
    }
    for (auto& [character, tokens] : byFirstCharacter_)
        std::ranges::sort(tokens, {}, &Token::text);
}

void GenreTokens::addMatching(const std::vector<Token>& sorted, const GenreVocabulary& genres,
                              const std::string& prefix, std::vector<std::int32_t>& allowed) {
    for (auto token = sorted.begin(); token != sorted.end();) {
        if (token->text.empty() || genres.hasPrefix(prefix + token->text)) {
            allowed.push_back((token++)->id);
            continue;
        }
        // All tokens that share the part which leads nowhere can be passed over: they stand side by side.
        std::size_t length = 1;
        while (genres.hasPrefix(prefix + token->text.substr(0, length)))
            ++length;
        const auto part = token->text.substr(0, length);
        token = std::partition_point(token, sorted.end(), [&](const Token& t) { return t.text.starts_with(part); });
    }
}

IndexSet GenreTokens::following(const GenreVocabulary& genres, std::string_view written) const {
    const auto lowered = unicode::lower(written);
    const std::string prefix(unicode::trimmed(lowered));
    std::vector<std::int32_t> allowed;
    for (const auto character : genres.nextCharacters(prefix)) {
        const auto tokens = byFirstCharacter_.find(character);
        if (tokens == byFirstCharacter_.end())
            continue;
        addMatching(tokens->second, genres, prefix, allowed);
    }
    return IndexSet::of(std::move(allowed));
}

} // namespace ottava
