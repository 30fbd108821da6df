#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ottava {

/// Song metadata as the text encoder reads it.
struct SongMetadata {
    std::optional<int> bpm;
    std::string timesignature, keyscale;
    std::optional<double> durationSeconds; ///< of the source as given if the task has one, else as asked for
};

/// The `# Metas` block: four lines, `N/A` for what is missing (a tempo of 0 counts as missing), `30 seconds` without a
/// duration. Source: synthesis specification §2.
std::string metasText(const SongMetadata& metadata);

/// The whole prompt: instruction (a trailing `:` is added if it lacks one), caption, metas, `<|endoftext|>`, newline.
/// A caption that looks like such a prompt is reduced to the text between `# Caption` and `# Metas`.
std::string captionPrompt(std::string_view instruction, std::string_view caption, std::string_view metas);

/// `# Languages` and `# Lyric` with `<|endoftext|>` at the end, no newline.
std::string lyricPrompt(std::string_view language, std::string_view lyrics);

/// The caption that models trained on single stems take: song-level and local caption, and whether the mask is
/// explicit. The song-level line is left out when `instruction` speaks of "a segment".
std::string stemCaption(std::string_view instruction, std::string_view globalCaption, std::string_view caption,
                        bool explicitMask);

} // namespace ottava
