#pragma once

#include "core/text/bpe_tokenizer.h"

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <vector>

namespace ottava {

/// Checks that a tokenizer.json (without its long lists) asks for nothing that BpeTokenizer does not do.
/// Returns the ids that the post-processor appends. Throws Error (ModelCorrupt) naming what is not supported.
std::vector<TokenId> checkPipeline(const nlohmann::json& tokenizer, const std::filesystem::path& path);

} // namespace ottava
