#include "app/cli/report.h"

#include <nlohmann/json.hpp>

#include <ostream>

namespace ottava::cli {

using nlohmann::json;

const char* errorName(ErrorCode code) {
    switch (code) {
    case ErrorCode::BadRequest:
        return "bad_request";
    case ErrorCode::ModelMissing:
        return "model_missing";
    case ErrorCode::ModelCorrupt:
        return "model_corrupt";
    case ErrorCode::OutOfMemory:
        return "out_of_memory";
    case ErrorCode::FileFault:
        return "file_fault";
    case ErrorCode::AudioFault:
        return "audio_fault";
    case ErrorCode::Internal:
        return "internal";
    }
    return "internal";
}

std::string failureText(const Failure& failure) {
    return failure.message + '\n' + (failure.remedy.empty() ? "" : failure.remedy + '\n');
}

std::string failureJson(const Failure& failure) {
    return jsonLine({{"error", {{"code", failure.code}, {"message", failure.message}, {"remedy", failure.remedy}}}});
}

void printWarnings(std::ostream& err, const Warnings& warnings) {
    for (const auto& warning : warnings)
        err << "warning: " << warning.message << '\n';
}

json warningsToJson(const Warnings& warnings) {
    auto list = json::array();
    for (const auto& warning : warnings)
        list.push_back({{"code", warningName(warning.code)}, {"message", warning.message}});
    return list;
}

std::string jsonLine(const json& value) {
    return value.dump(-1, ' ', /*ensure_ascii=*/false, json::error_handler_t::replace);
}

} // namespace ottava::cli
