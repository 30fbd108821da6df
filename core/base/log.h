#pragma once

#include <fmt/format.h>

#include <filesystem>
#include <string_view>
#include <utility>

/// Logging for every room. Levels: error = the user sees it, warn = we changed something, info = one line a stage.
/// Any thread may log except the audio callback.
namespace ottava::log {

enum class Level { Debug, Info, Warn, Error, Off };

/// Sends records to stderr and, unless `file` is empty, to a rotated file. Called once by a program's main; without it
/// only warnings and errors are printed, on stderr. A file that cannot be opened is reported and done without.
void start(Level level, const std::filesystem::path& file = {});

/// Accepts debug, info, warn, error, off. Throws ottava::Error (BadRequest) for any other word.
Level parseLevel(std::string_view name);

void write(Level level, std::string_view message);

template<class... Args>
void debug(fmt::format_string<Args...> format, Args&&... args) {
    write(Level::Debug, fmt::format(format, std::forward<Args>(args)...));
}
template<class... Args>
void info(fmt::format_string<Args...> format, Args&&... args) {
    write(Level::Info, fmt::format(format, std::forward<Args>(args)...));
}
template<class... Args>
void warn(fmt::format_string<Args...> format, Args&&... args) {
    write(Level::Warn, fmt::format(format, std::forward<Args>(args)...));
}
template<class... Args>
void error(fmt::format_string<Args...> format, Args&&... args) {
    write(Level::Error, fmt::format(format, std::forward<Args>(args)...));
}

} // namespace ottava::log
