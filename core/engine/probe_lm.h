#pragma once

#include "core/engine/probe_sampler.h"

namespace ottava {

/// Folder of the language model when none is named: the recommended one, else the first that is installed; empty
/// without any. Source: language-model specification §1.
std::string defaultLm(const std::filesystem::path& models);

/// `ids` and `mask` [B, T], padded on either side; the mask decides the positions.
/// → `logits` of each row's last token [B, vocabulary], `hidden` [B, T, H], zero where there is no token.
TensorMap probeLm(ModelStore& models, const ProbeInput& in);

} // namespace ottava
