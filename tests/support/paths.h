#pragma once

#include <filesystem>

namespace ottava::test {

inline std::filesystem::path data() {
    return OTTAVA_TEST_DATA;
}
inline std::filesystem::path golden(const std::string& name) {
    return data() / "golden" / name;
}
inline std::filesystem::path demoModel() {
    return std::filesystem::path{OTTAVA_RESOURCES} / "demo-model";
}

/// The folder that holds a DiT of this name: the demo model or the test checkpoints.
inline std::filesystem::path ditFolder(const std::string& dit) {
    const auto demo = demoModel() / dit;
    return std::filesystem::exists(demo) ? demo : data() / "checkpoints" / dit;
}

} // namespace ottava::test
