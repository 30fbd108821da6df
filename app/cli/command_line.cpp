#include "app/cli/command_line.h"

#include "app/cli/report.h"
#include "core/base/error.h"
#include "core/base/log.h"

#include <fmt/format.h>

#include <algorithm>
#include <new>
#include <ostream>

namespace ottava::cli {
namespace {

constexpr int kCancelledExitCode = 130; // as shells report a process ended by SIGINT
constexpr const char* kProgram = "ottava-cli";

std::string optionTable(const std::vector<Option>& options) {
    std::string table;
    for (const auto& option : options) {
        const auto usage =
            fmt::format("--{}{}{}", option.name, option.placeholder.empty() ? "" : " ", option.placeholder);
        table += fmt::format("  {:<34}{}\n", usage, option.help);
    }
    return table;
}

bool contains(const std::vector<std::string>& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

const Command& findCommand(const std::vector<Command>& commands, const std::string& name) {
    const auto found = std::find_if(commands.begin(), commands.end(),
                                    [&name](const Command& command) { return command.name == name; });
    if (found == commands.end())
        throw Error{ErrorCode::BadRequest, fmt::format("There is no command '{}'.", name),
                    fmt::format("Usage: {} COMMAND [OPTIONS]; {} --help lists the commands.", kProgram, kProgram)};
    return *found;
}

int dispatch(const std::vector<Command>& commands, const std::vector<std::string>& words, std::ostream& out) {
    if (words.empty())
        throw Error{ErrorCode::BadRequest, "No command was given.",
                    fmt::format("Usage: {} COMMAND [OPTIONS]; {} --help lists the commands.", kProgram, kProgram)};
    if (words.front() == "--help") {
        out << programHelp(commands);
        return 0;
    }
    if (words.front() == "--version") {
        out << kProgram << ' ' << OTTAVA_VERSION << '\n';
        return 0;
    }
    const auto& command = findCommand(commands, words.front());
    const std::vector<std::string> rest{words.begin() + 1, words.end()};
    if (contains(rest, "--help")) {
        out << commandHelp(command);
        return 0;
    }
    const Arguments arguments{command, rest};
    log::start(log::parseLevel(arguments.value("log-level").value_or("warn")));
    const int code = command.run(arguments);
    if (!out.flush())
        throw Error{ErrorCode::FileFault, "The output could not be written.", "Check where stdout leads to."};
    return code;
}

} // namespace

std::string programHelp(const std::vector<Command>& commands) {
    auto help = fmt::format("{} {}: makes music with ACE-Step 1.5, without a window\n\n"
                            "Usage: {} COMMAND [OPTIONS]\n\nCommands:\n",
                            kProgram, OTTAVA_VERSION, kProgram);
    for (const auto& command : commands)
        help += fmt::format("  {:<12}{}\n", command.name, command.summary);
    return help
           + fmt::format("\n{} COMMAND --help explains a command, {} --version tells the release.\n", kProgram,
                         kProgram);
}

std::string commandHelp(const Command& command) {
    auto help = fmt::format("{}\n\nUsage: {}\n\n", command.summary, usageLine(command));
    if (!command.options.empty())
        help += fmt::format("Options:\n{}\n", optionTable(command.options));
    return help + fmt::format("Options of every command:\n{}", optionTable(commonOptions()));
}

int runCommandLine(const std::vector<Command>& commands, const std::vector<std::string>& words, std::ostream& out,
                   std::ostream& err) {
    const auto tell = [&](const Failure& failure) {
        err << failureText(failure);
        // The words may be what was wrong, so this looks at them directly.
        if (contains(words, "--json"))
            out << failureJson(failure) << '\n';
        out.flush();
        return failure.exitCode;
    };
    try {
        return dispatch(commands, words, out);
    } catch (const Error& e) {
        return tell({errorName(e.code), e.what(), e.remedy, exitCode(e.code)});
    } catch (const Cancelled&) {
        return tell({"cancelled", "Stopped as asked.", "", kCancelledExitCode});
    } catch (const std::bad_alloc&) {
        return tell({errorName(ErrorCode::OutOfMemory), "Not enough memory.",
                     "Shorten the song, lower the batch, or close other programs.", exitCode(ErrorCode::OutOfMemory)});
    } catch (const std::exception& e) {
        return tell({errorName(ErrorCode::Internal), e.what(), "Please report this with the command that led to it.",
                     exitCode(ErrorCode::Internal)});
    }
}

} // namespace ottava::cli
