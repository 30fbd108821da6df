#pragma once

#include "core/engine/request_fields.h"

#include <nlohmann/json_fwd.hpp>

namespace ottava {

/// Reads one field. Null leaves it as it is. Whole numbers may be written 3.0; other fractions are rounded with a
/// warning. Lists may also be written as one value or as comma-separated text, a seed as text.
/// Throws Error (BadRequest) for a wrong type; the range is left to `checkField`.
void readField(const RequestField& field, const nlohmann::json& value, Request& request, Warnings& warnings);

/// The field's value; null when it is unset.
nlohmann::json writeField(const RequestField& field, const Request& request);

} // namespace ottava
