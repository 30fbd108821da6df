#include "app/cli/commands.h"

namespace ottava::cli {

std::vector<Command> commands() {
    return {infoCommand(), generateCommand(), tokenizeCommand()};
}

} // namespace ottava::cli
