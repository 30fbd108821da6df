#include "app/cli/request_file.h"

#include "core/base/atomic_file.h"

#include <iostream>
#include <iterator>

namespace ottava::cli {

std::string readRequest(const std::string& file) {
    if (file == "-")
        return {std::istreambuf_iterator<char>{std::cin}, {}};
    return readTextFile(file);
}

} // namespace ottava::cli
