#pragma once

#include "core/base/error.h"
#include "core/base/warning.h"

#include <nlohmann/json_fwd.hpp>

#include <iosfwd>
#include <string>

namespace ottava::cli {

/// A run that ended badly, as the user is told.
struct Failure {
    std::string code; ///< "bad_request", "cancelled", …
    std::string message, remedy;
    int exitCode = 1;
};

/// The name that stands in JSON: "bad_request", "model_missing", …
const char* errorName(ErrorCode code);

/// What happened on one line, what to do on the next.
std::string failureText(const Failure& failure);
/// {"error":{"code","message","remedy"}}
std::string failureJson(const Failure& failure);

/// One "warning: …" line each.
void printWarnings(std::ostream& err, const Warnings& warnings);
/// [{"code","message"}]
nlohmann::json warningsToJson(const Warnings& warnings);

/// One line of JSON; bytes that are not UTF-8 (a file's name) are replaced.
std::string jsonLine(const nlohmann::json& value);

} // namespace ottava::cli
