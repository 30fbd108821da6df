#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace ottava {

/// The genres that the planner may name, lower-cased. Immutable. Source: language-model specification §6.3.
class GenreVocabulary {
public:
    /// A text file: one genre a line, `#` begins a comment line, blank lines are left out.
    /// Throws Error (FileFault) when it cannot be read, is not UTF-8 or names no genre.
    static GenreVocabulary load(const std::filesystem::path& file);

    /// The same from lines in memory; lines must be UTF-8. May come out empty.
    static GenreVocabulary ofLines(const std::vector<std::string>& lines);

    /// Those genres that begin with a word (two characters or more) of `caption`; empty when none does.
    GenreVocabulary matching(std::string_view caption) const;

    /// Sorted by their bytes.
    const std::vector<std::string>& genres() const { return genres_; }
    bool contains(std::string_view genre) const;
    /// True when a genre begins with `prefix` (or is it).
    bool hasPrefix(std::string_view prefix) const;
    /// The characters that may follow `prefix`.
    std::set<char32_t> nextCharacters(std::string_view prefix) const;

private:
    explicit GenreVocabulary(std::vector<std::string> genres);
    std::vector<std::string> genres_;
};

} // namespace ottava
