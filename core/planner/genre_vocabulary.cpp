#include "core/planner/genre_vocabulary.h"

#include "core/base/error.h"
#include "core/text/unicode.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <utility>

namespace ottava {
namespace {

constexpr std::size_t kShortestWord = 2;

bool separatesWords(char32_t point) {
    return unicode::isSpace(point) || std::u32string_view(U",-_/\\|").find(point) != std::u32string_view::npos;
}

std::vector<std::string> wordsOf(std::string_view caption) {
    const auto text = unicode::lower(caption);
    std::vector<std::string> words(1);
    for (std::size_t position = 0; position < text.size();) {
        const auto start = position;
        if (separatesWords(unicode::next(text, position)))
            words.emplace_back();
        else
            words.back() += text.substr(start, position - start);
    }
    std::erase_if(words, [](const auto& word) { return unicode::codePointCount(word) < kShortestWord; });
    return words;
}

[[noreturn]] void refuse(const std::filesystem::path& file, std::string_view fault) {
    throw Error{ErrorCode::FileFault, sentence("{} {}.", file.string(), fault),
                sentence("Give a UTF-8 text file with one genre a line.")};
}

} // namespace

GenreVocabulary::GenreVocabulary(std::vector<std::string> genres) : genres_(std::move(genres)) {
    std::ranges::sort(genres_);
    const auto repeated = std::ranges::unique(genres_);
    genres_.erase(repeated.begin(), repeated.end());
}

GenreVocabulary GenreVocabulary::load(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream || std::filesystem::is_directory(file))
        refuse(file, "cannot be read");
    std::vector<std::string> lines;
    for (std::string line; std::getline(stream, line);) {
        if (!unicode::isUtf8(line))
            refuse(file, "is not UTF-8");
        lines.push_back(std::move(line));
    }
    if (stream.bad())
        refuse(file, "cannot be read");
    auto vocabulary = ofLines(lines);
    if (vocabulary.genres().empty())
        refuse(file, "names no genre");
    return vocabulary;
}

GenreVocabulary GenreVocabulary::ofLines(const std::vector<std::string>& lines) {
    std::vector<std::string> genres;
    for (const auto& line : lines) {
        const auto genre = unicode::trimmed(line);
        if (!genre.empty() && !genre.starts_with('#'))
            genres.push_back(unicode::lower(genre));
    }
    return GenreVocabulary(std::move(genres));
}

GenreVocabulary GenreVocabulary::matching(std::string_view caption) const {
    std::vector<std::string> matched;
    for (const auto& word : wordsOf(caption))
        std::ranges::copy_if(genres_, std::back_inserter(matched),
                             [&](const auto& genre) { return genre.starts_with(word); });
    return GenreVocabulary(std::move(matched));
}

bool GenreVocabulary::contains(std::string_view genre) const {
    return std::ranges::binary_search(genres_, genre, {}, [](const auto& known) { return std::string_view(known); });
}

bool GenreVocabulary::hasPrefix(std::string_view prefix) const {
    const auto found = std::ranges::lower_bound(genres_, prefix, {}, [](const auto& g) { return std::string_view(g); });
    return found != genres_.end() && found->starts_with(prefix);
}

std::set<char32_t> GenreVocabulary::nextCharacters(std::string_view prefix) const {
    std::set<char32_t> characters;
    auto found = std::ranges::lower_bound(genres_, prefix, {}, [](const auto& g) { return std::string_view(g); });
    for (; found != genres_.end() && found->starts_with(prefix); ++found) {
        auto position = prefix.size();
        if (position < found->size())
            characters.insert(unicode::next(*found, position));
    }
    return characters;
}

} // namespace ottava
