#pragma once

#include "app/cli/arguments.h"

#include <vector>

namespace ottava::cli {

Command benchCommand();
Command decodeCommand();
Command encodeCommand();
Command generateCommand();
Command infoCommand();
Command inspectCommand();
Command planCommand();
Command probeCommand();
Command tokenizeCommand();
Command understandCommand();

/// Every command of the program, in the order in which the help lists them.
std::vector<Command> commands();

} // namespace ottava::cli
