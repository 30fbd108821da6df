#pragma once

#include <string>

namespace ottava::cli {

/// The text of a request file; `-` reads stdin. Throws Error (FileFault).
std::string readRequest(const std::string& file);

} // namespace ottava::cli
