#include "core/engine/card_functions.h"

#include "core/base/log.h"
#include "core/models/card_library.h"

#include <dlfcn.h>

#include <algorithm>
#include <system_error>

namespace ottava {
namespace {

constexpr const char* kLibrary = "libottava_cuda.so";

/// Beside the program, as it is built; in a folder of its own, as it is installed.
std::vector<std::filesystem::path> places() {
    std::error_code failed;
    const auto folder = std::filesystem::read_symlink("/proc/self/exe", failed).parent_path();
    if (failed)
        return {};
    return {folder / kLibrary, folder.parent_path() / "lib" / "ottava" / kLibrary};
}

} // namespace

CardFunctions cardFunctionsFrom(const std::vector<std::filesystem::path>& files) {
    const auto found = std::ranges::find_if(files, [](const std::filesystem::path& file) {
        std::error_code unseen; // what cannot be looked at counts as absent
        return std::filesystem::exists(file, unseen);
    });
    if (found == files.end()) {
        log::info("Steps are not recorded: this build has no {}.", kLibrary);
        return {};
    }
    void* const library = ::dlopen(found->c_str(), RTLD_NOW | RTLD_LOCAL); // stays: what it records may outlive us
    void* const maker = library == nullptr ? nullptr : ::dlsym(library, kMakeRecorderName);
    if (maker == nullptr) {
        log::warn("Steps are not recorded: {}", ::dlerror());
        return {};
    }
    const auto make = reinterpret_cast<MakeRecorderFunction>(maker);
    CardFunctions functions{.recorder = std::make_shared<const MakeWorkRecorder>(
                                [make](at::Device device) { return std::unique_ptr<WorkRecorder>{make(device)}; })};
    if (void* const allocator = ::dlsym(library, kCardAllocatorName))
        functions.allocator = reinterpret_cast<CardAllocatorFunction>(allocator);
    return functions;
}

const CardFunctions& cardFunctions() {
    static const auto functions = cardFunctionsFrom(places());
    return functions;
}

} // namespace ottava
