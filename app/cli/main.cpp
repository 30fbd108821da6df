#include "app/cli/command_line.h"
#include "app/cli/commands.h"

#include <iostream>

int main(int argc, char** argv) {
    const std::vector<std::string> words{argv + 1, argv + argc};
    return ottava::cli::runCommandLine(ottava::cli::commands(), words, std::cout, std::cerr);
}
