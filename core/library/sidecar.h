#pragma once

#include "core/library/take_library.h"

#include <string>
#include <string_view>

namespace ottava {

inline constexpr const char* kSidecarName = "take.json";

/// What a take's folder says; what is wrong with it stands in `problem`.
StoredTake readSidecar(const std::filesystem::path& folder);

/// The same for a sidecar by whatever name; its folder is the take's.
StoredTake sidecarIn(const std::filesystem::path& file);

/// Sets one field to a JSON value and leaves the rest as it is. Throws Error (FileFault) when the sidecar is damaged or
/// cannot be written.
void editSidecar(const std::filesystem::path& folder, const char* field, std::string_view jsonValue);

/// Now, local time: "2025-01-31T14:05:09".
std::string timeStamp();

/// `text` as a JSON string; broken UTF-8 is replaced.
std::string quotedJson(std::string_view text);

} // namespace ottava
