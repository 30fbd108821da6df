#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ottava {

/// What a take's exported file is named after. `take` counts from 1.
struct ExportFields {
    std::string title;
    std::optional<int> bpm;
    std::string key; ///< empty: unknown
    int take = 1;
};

/// Tempo in the name is honoured by most audio workstations.
inline constexpr std::string_view kDefaultExportPattern = "{title} - {bpm}bpm {key} - t{take}";

/// File name (no folder) for an export: `pattern` with {title}, {bpm}, {key} and {take} filled in, safe for every
/// common file system. A word whose token has no value is left out together with the separator it leaves alone; an
/// unknown token stays as it is written. `extension` is without its dot.
std::string exportName(const ExportFields& fields, std::string_view extension,
                       std::string_view pattern = kDefaultExportPattern);

} // namespace ottava
