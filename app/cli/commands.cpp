#include "app/cli/commands.h"

namespace ottava::cli {

std::vector<Command> commands() {
    return {infoCommand(),   generateCommand(), planCommand(),     understandCommand(), inspectCommand(),
            encodeCommand(), decodeCommand(),   tokenizeCommand(), probeCommand(),      benchCommand()};
}

} // namespace ottava::cli
