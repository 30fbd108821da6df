#pragma once

#include "core/base/sentence.h"

#include <stdexcept>
#include <string>
#include <utility>

namespace ottava {

/// What kind of fault it is. ottava-cli turns it into its exit code (see `exitCode`).
enum class ErrorCode {
    BadRequest,   ///< the request or the command line cannot be carried out as written
    ModelMissing, ///< no such model is installed
    ModelCorrupt, ///< a model file is damaged or not of this kind
    OutOfMemory,  ///< neither the device nor main memory has room
    FileFault,    ///< a file or disk cannot be read or written
    AudioFault,   ///< the audio device failed
    Internal      ///< our own mistake
};

/// A fault somebody can act on: `what()` says what happened, `remedy` what the user can do about it; both in English.
class Error : public std::runtime_error {
public:
    Error(ErrorCode errorCode, Sentence fault, Sentence way = {})
        : std::runtime_error(fault.text()),
          code(errorCode),
          remedy(way.text()),
          message(std::move(fault)),
          advice(std::move(way)) {}

    ErrorCode code;
    std::string remedy;
    Sentence message, advice; ///< the same for translation
};

/// Thrown where a stop was asked for; not a fault.
struct Cancelled {};

/// The process exit code that stands for a fault: 2 request, 3 model, 4 memory, 5 file, 6 audio device.
constexpr int exitCode(ErrorCode code) {
    switch (code) {
    case ErrorCode::BadRequest:
        return 2;
    case ErrorCode::ModelMissing:
    case ErrorCode::ModelCorrupt:
        return 3;
    case ErrorCode::OutOfMemory:
        return 4;
    case ErrorCode::FileFault:
        return 5;
    case ErrorCode::AudioFault:
        return 6;
    case ErrorCode::Internal:
        return 1;
    }
    return 1;
}

} // namespace ottava
