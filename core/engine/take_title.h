#pragma once

#include "core/engine/request.h"

#include <string>

namespace ottava {

/// What a take of this request is called and its folder named after, in English: the caption; where a recording was
/// worked on, that recording and what was done to it ("Neon Harbor – vocals"); "Untitled" when there is neither. A
/// recording that is a take's sound has that take's title, another one its file's name.
std::string takeTitle(const Request& request);

} // namespace ottava
