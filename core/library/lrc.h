#pragma once

#include "core/audio/file_metadata.h"

#include <string_view>
#include <vector>

namespace ottava {

/// The song's sections, as far as timed lyrics (`[mm:ss.xx]line`, one a line) tell them: each line that is a structure
/// tag, such as `[Chorus]`, named without its brackets. In the order of time.
std::vector<Marker> sectionsOf(std::string_view lrc);

} // namespace ottava
