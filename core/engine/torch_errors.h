#pragma once

#include "core/base/error.h"
#include "core/base/log.h"

#include <c10/util/Exception.h>

#include <exception>
#include <filesystem>
#include <new>
#include <string>
#include <string_view>

namespace ottava {

/// A card's allocator says it by type, the processor's only in words.
inline bool isOutOfMemory(const c10::Error& e) {
    return dynamic_cast<const c10::OutOfMemoryError*>(&e) != nullptr
           || std::string_view{e.what_without_backtrace()}.find("DefaultCPUAllocator") != std::string_view::npos;
}

/// Turns what libtorch threw into an Error. To be called in a catch block of c10::Error.
inline Error errorFrom(const c10::Error& e) {
    log::error("libtorch: {}", e.what());
    const std::string what{e.what_without_backtrace()};
    if (isOutOfMemory(e))
        return {ErrorCode::OutOfMemory, "Not enough memory.",
                "Shorten the song, lower the batch, or close other programs."};
    return {ErrorCode::Internal, fmt::format("The model could not be run: {}", what),
            "The log has the details; please report it."};
}

/// Runs `work`, letting nothing out but Error and Cancelled.
template<class Work>
auto withTorchErrors(const Work& work) try {
    return work();
} catch (const Error&) {
    throw;
} catch (const c10::Error& e) {
    throw errorFrom(e);
} catch (const std::bad_alloc&) {
    throw Error{ErrorCode::OutOfMemory, sentence("Not enough memory."),
                sentence("Shorten the song, lower the batch, or close other programs.")};
} catch (const std::filesystem::filesystem_error& e) {
    throw Error{ErrorCode::FileFault, sentence("The disk refused: {}.", e.what()),
                sentence("Check the folder and your rights to it.")};
} catch (const std::exception& e) {
    log::error("unexpected: {}", e.what());
    throw Error{ErrorCode::Internal, sentence("Something went wrong inside: {}.", e.what()),
                sentence("The log has the details; please report it.")};
}

} // namespace ottava
