#pragma once

#include "app/cli/arguments.h"

#include <iosfwd>
#include <string>
#include <vector>

namespace ottava::cli {

/// Runs the command that `words` (without the program's name) ask for and returns the exit code: 0 done, 2 to 6 as
/// `exitCode` says, 130 cancelled, 1 anything else. Faults are told on `err`: what happened, then what to do; with
/// --json also as one JSON object on `out`. The commands themselves write to std::cout and std::cerr.
int runCommandLine(const std::vector<Command>& commands, const std::vector<std::string>& words, std::ostream& out,
                   std::ostream& err);

/// What --help says about the program, and about one command.
std::string programHelp(const std::vector<Command>& commands);
std::string commandHelp(const Command& command);

} // namespace ottava::cli
