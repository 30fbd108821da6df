#pragma once

#include "core/base/index_set.h"
#include "core/checkpoints/model_config.h"
#include "core/models/work_recorder.h"
#include "core/nn/kv_cache.h"
#include "core/nn/rms_norm.h"
#include "core/nn/rotary.h"
#include "core/nn/row_matrix.h"

#include <filesystem>
#include <memory>
#include <span>
#include <vector>

namespace ottava {

/// How the weights of a language model are kept. Int8 halves what decoding reads; embeddings, norms, keys and values
/// stay as they are.
enum class LmWeights { Plain, Int8 };

/// One token for each of the rows from `firstRow` on, on the model's device.
struct TokenPass {
    at::Tensor ids, positions; ///< [R], int64; a position is the row's length so far
    std::int64_t firstRow = 0;
    std::int64_t span = 0; ///< tokens of the cache that are looked at: more than every position
};

/// Qwen3 causal language model over text and audio tokens. Immutable; any number of sessions may share one.
/// Source: Qwen3; language-model specification §1.
class LanguageModel {
public:
    struct Layer {
        nn::RmsNorm attentionNorm, queryNorm, keyNorm, mlpNorm;
        nn::RowMatrix query, key, value, output, gate, up, down;
        at::Tensor queryKeyValue{}, gateUp{}; ///< the weights of several as one, where they lie side by side

        /// Lays them side by side, for devices that take longer to be asked for a product than to compute it. Plain
        /// weights only.
        void join();
    };

    QwenConfig config;
    at::Tensor embedding; ///< [vocabulary, H]
    std::vector<Layer> layers;
    nn::RmsNorm norm;
    nn::RowMatrix head;        ///< [vocabulary, H]
    bool ownAttention = false; ///< prompts attend by kernels of our own; set on processors that multiply bf16
    std::shared_ptr<StepRecording> recording{}; ///< set where decoding may be recorded: see LmRecordedSteps

    at::ScalarType dtype() const { return embedding.scalar_type(); }
    at::Device device() const { return embedding.device(); }
    nn::KvCache makeCache(int rows, std::int64_t capacity) const;
    nn::Rotary rotary(std::int64_t capacity) const;
    /// Bytes of weights that one decoding step reads with a head of `headRows` rows.
    std::size_t bytesPerStep(std::int64_t headRows) const;

    /// Runs tokens through libtorch, on any device. ids [R, T]: row i of them continues row rows[i] of `cache`, which
    /// keeps them. `rotary` covers the cache's capacity. → states after the final norm of the last `wanted` tokens,
    /// [R, wanted, H]; what only the others would need is left out.
    at::Tensor forward(const at::Tensor& ids, std::span<const int> rows, nn::KvCache& cache, const nn::Rotary& rotary,
                       std::int64_t wanted) const;
    /// One more token for each of neighbouring rows of `cache`, whose lengths stay as they were: the same work on the
    /// same memory whatever the positions, so that it can be recorded. → states after the final norm, [R, H].
    at::Tensor forwardTokens(const TokenPass& pass, nn::KvCache& cache, const nn::Rotary& rotary) const;
    /// Starts row `row` with `tokens`, piece by piece so that a long prompt needs little memory.
    /// → states of the tokens from `firstWanted` on, [tokens − firstWanted, H].
    at::Tensor prefill(std::span<const std::int32_t> tokens, int row, nn::KvCache& cache, const nn::Rotary& rotary,
                       std::int64_t firstWanted) const;
    /// States of a whole sequence after the final norm, [tokens, H].
    at::Tensor hiddenStates(std::span<const std::int32_t> tokens, std::int64_t firstWanted = 0) const;
    /// Scores of all tokens: states [P, H] → float32 [P, vocabulary] on the CPU.
    at::Tensor scores(const at::Tensor& states) const;
};

/// Throws Error (ModelCorrupt) when weights and config disagree, or the vocabulary has no room for the audio codes.
/// Tensor names may carry a leading `model.`; `lm_head.weight` is read unless the config ties it to the embedding.
LanguageModel loadLanguageModel(const Weights& weights, const QwenConfig& config, LmWeights format = LmWeights::Plain);
/// Reads a folder such as acestep-5Hz-lm-0.6B, in one file or in shards. Throws Error (ModelMissing) without one.
LanguageModel loadLanguageModel(const std::filesystem::path& folder, at::ScalarType dtype, at::Device device,
                                LmWeights format = LmWeights::Plain);

/// How well a token was expected.
struct TokenRank {
    float logProbability = 0; ///< natural logarithm, temperature 1
    std::int64_t rank = 1;    ///< 1: the best
};

/// Every token of `sequence` from `firstTarget` (≥ 1) on, each given all that stand before it.
std::vector<TokenRank> teacherForced(const LanguageModel& model, std::span<const std::int32_t> sequence,
                                     std::int64_t firstTarget);

/// Fastest: own kernels where there are any for processor, precision and shape. Portable: libtorch alone.
enum class DecodePath { Fastest, Portable };

/// Sequences of token ids that are continued token by token, all rows in one batch, with keys and values kept. One
/// thread.
class LmSession {
public:
    /// Room for `rows` sequences of at most `capacity` tokens each; that is all the memory it takes.
    LmSession(std::shared_ptr<const LanguageModel> model, int rows, std::int64_t capacity,
              DecodePath path = DecodePath::Fastest);
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
