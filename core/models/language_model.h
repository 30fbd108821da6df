#pragma once

#include "core/base/index_set.h"
#include "core/checkpoints/model_config.h"
#include "core/checkpoints/weights.h"

#include <ATen/core/Tensor.h>

#include <memory>
#include <span>

namespace ottava {

class LanguageModel;

/// Sequences of token ids that are continued token by token, all rows in one batch, with keys and values kept. One
/// thread.
class LmSession {
public:
    /// Room for `rows` sequences of at most `capacity` tokens each; that is all the memory it takes.
    LmSession(std::shared_ptr<const LanguageModel> model, int rows, std::int64_t capacity);
    ~LmSession();

    /// Starts row `row` with `prompt`, replacing what it held.
    void prefill(int row, std::span<const std::int32_t> prompt);
    /// Makes row `to` equal to row `from`, which is cheaper than running the prompt again.
    void copyRow(int from, int to);
    /// Appends `tokens[i]` to row `rows[i]`; each weight is read once for all of them.
    void step(std::span<const int> rows, std::span<const std::int32_t> tokens);
    /// Scores of `tokens` as what follows each row's last token: float32 [rows.size(), tokens.size()] on the CPU.
    at::Tensor logits(std::span<const int> rows, const IndexSet& tokens);

    std::int64_t length(int row) const;
    std::int64_t capacity() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace ottava
