#pragma once

#include "app/cli/arguments.h"

#include <vector>

namespace ottava::cli {

Command generateCommand();
Command infoCommand();
Command tokenizeCommand();

/// Every command of the program, in the order in which the help lists them.
std::vector<Command> commands();

} // namespace ottava::cli
