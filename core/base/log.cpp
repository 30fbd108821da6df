#include "core/base/log.h"

#include "core/base/error.h"

#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <array>
#include <memory>
#include <string>
#include <vector>

namespace ottava::log {
namespace {

constexpr std::size_t kMaxLogBytes = 4 * 1024 * 1024;
constexpr std::size_t kRotatedFiles = 3;

spdlog::level::level_enum toSpdlog(Level level) {
    switch (level) {
    case Level::Debug:
        return spdlog::level::debug;
    case Level::Info:
        return spdlog::level::info;
    case Level::Warn:
        return spdlog::level::warn;
    case Level::Error:
        return spdlog::level::err;
    case Level::Off:
        return spdlog::level::off;
    }
    return spdlog::level::off;
}

std::shared_ptr<spdlog::sinks::sink> fileSink(const std::filesystem::path& file) {
    std::filesystem::create_directories(file.parent_path());
    return std::make_shared<spdlog::sinks::rotating_file_sink_mt>(file.string(), kMaxLogBytes, kRotatedFiles);
}

spdlog::logger& logger() {
    static const auto instance = [] {
        auto made = std::make_shared<spdlog::logger>("ottava", std::make_shared<spdlog::sinks::stderr_color_sink_mt>());
        made->set_level(spdlog::level::warn);
        made->flush_on(spdlog::level::warn);
        return made;
    }();
    return *instance;
}

} // namespace

void start(Level level, const std::filesystem::path& file) {
    logger().set_level(toSpdlog(level));
    if (file.empty())
        return;
    try {
        // The file keeps one line a stage even when the terminal shows only faults.
        auto sink = fileSink(file);
        sink->set_level(level == Level::Debug ? spdlog::level::debug : spdlog::level::info);
        logger().sinks().front()->set_level(toSpdlog(level));
        logger().sinks().push_back(std::move(sink));
        logger().set_level(level == Level::Debug ? spdlog::level::debug : spdlog::level::info);
    } catch (const spdlog::spdlog_ex& e) {
        warn("Logging to the terminal only: {}", e.what());
    } catch (const std::filesystem::filesystem_error& e) {
        warn("Logging to the terminal only: {}", e.what());
    }
}

Level parseLevel(std::string_view name) {
    static constexpr std::array<std::pair<std::string_view, Level>, 5> kNames{{{"debug", Level::Debug},
                                                                               {"info", Level::Info},
                                                                               {"warn", Level::Warn},
                                                                               {"error", Level::Error},
                                                                               {"off", Level::Off}}};
    for (const auto& [word, level] : kNames)
        if (word == name)
            return level;
    throw Error{ErrorCode::BadRequest, fmt::format("'{}' is not a log level.", name),
                "Use debug, info, warn, error or off."};
}

void write(Level level, std::string_view message) {
    logger().log(toSpdlog(level), spdlog::string_view_t{message.data(), message.size()});
}

} // namespace ottava::log
