#include "core/models/language_model.h"

#include "core/base/error.h"
#include "core/nn/card_attention.h"
#include "core/nn/flash_attention.h"
#include "core/nn/packed_matrix.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/addcmul.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/embedding.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/empty_like.h>
#include <ATen/ops/linear.h>
#include <ATen/ops/log_softmax.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/scaled_dot_product_attention.h>
#include <ATen/ops/silu.h>
#include <ATen/ops/stack.h>
#include <ATen/ops/tensor.h>
#include <ATen/ops/zeros.h>
#include <c10/core/InferenceMode.h>

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace ottava {
namespace {

constexpr std::int64_t kLeastVocabulary = 215'669; ///< text, added tokens and the 64000 audio codes
constexpr std::int64_t kPieceTokens = 512;         ///< of a prompt that go through the model at once

/// What a layer needs to know about the tokens that pass through it.
struct Pass {
    std::span<const int> rows;
    nn::KvCache& cache;
    nn::PackedKeyValue* packed; ///< memory of attention by kernels of our own; none: libtorch's
    at::Tensor cos, sin;        ///< [R, 1, T, headDim], float32
    std::int64_t tokens, wanted;
};

at::Tensor rotated(const at::Tensor& heads, const at::Tensor& cos, const at::Tensor& sin) {
    const auto atLeastFp32 = at::promote_types(heads.scalar_type(), at::kFloat);
    return nn::Rotary{cos, sin}(heads.to(atLeastFp32)).to(heads.scalar_type());
}

/// [R, T, heads · headDim] → [R, heads, T, headDim].
at::Tensor splitHeads(const at::Tensor& x, std::int64_t headDim) {
    return x.unflatten(-1, {-1, headDim}).transpose(1, 2);
}

/// query [1, heads, Q, D] holds the last Q of the tokens that `keys` [1, kvHeads, S, D] end with.
at::Tensor attendCausally(const at::Tensor& query, const at::Tensor& keys, const at::Tensor& values) {
    if (!query.is_cpu())
        return nn::CardAttention{.causal = true}(query, keys, values);
    const auto queries = query.size(2), length = keys.size(2);
    std::optional<at::Tensor> mask;
    const bool whole = queries > 1 && queries == length;
    if (queries > 1 && !whole)
        mask = at::ones({queries, length}, query.options().dtype(at::kBool)).tril_(length - queries);
    return at::scaled_dot_product_attention(query, keys, values, mask, /*dropout_p=*/0.0, /*is_causal=*/whole,
                                            /*scale=*/std::nullopt, /*enable_gqa=*/true);
}

nn::HeadRows headRows(const at::Tensor& x) {
    return {.data = x.const_data_ptr<float>(),
            .stride = x.size(1) * x.size(2),
            .batch = 1,
            .length = x.size(0),
            .heads = x.size(1),
            .headDim = x.size(2)};
}

/// The same in blocks; libtorch multiplies bf16 as fp32 here.
at::Tensor attendInBlocks(const at::Tensor& query, const at::Tensor& keys, const at::Tensor& values,
                          nn::PackedKeyValue& packed) {
    const auto rows = [](const at::Tensor& heads) { // [1, heads, T, D] → [T, heads, D]
        return heads.squeeze(0).transpose(0, 1).to(at::kFloat).contiguous();
    };
    packed.fill(headRows(rows(keys)), headRows(rows(values)), {}, nn::TileFormat::Bf16);
    const auto queries = rows(query), out = at::empty_like(queries);
    nn::FlashAttention{.queries = headRows(queries),
                       .norm = {},
                       .context = &packed,
                       .causal = true,
                       .out = out.mutable_data_ptr<float>()}
        .run();
    return out.to(query.scalar_type()).transpose(0, 1).unsqueeze(0);
}

at::Tensor attention(const LanguageModel::Layer& layer, std::size_t index, const at::Tensor& x, const Pass& pass,
                     std::int64_t headDim) {
    const auto key = rotated(layer.keyNorm(splitHeads(layer.key(x), headDim)), pass.cos, pass.sin);
    const auto value = splitHeads(layer.value(x), headDim); // [R, kvHeads, T, D]
    auto& keys = pass.cache.keys[index];
    auto& values = pass.cache.values[index];
    for (std::size_t i = 0; i < pass.rows.size(); ++i) {
        const auto row = pass.rows[i];
        const auto start = pass.cache.length(row);
        keys[row].narrow(1, start, pass.tokens).copy_(key[static_cast<std::int64_t>(i)]);
        values[row].narrow(1, start, pass.tokens).copy_(value[static_cast<std::int64_t>(i)]);
    }
    const auto first = pass.tokens - pass.wanted;
    const auto query = rotated(layer.queryNorm(splitHeads(layer.query(x.narrow(1, first, pass.wanted)), headDim)),
                               pass.cos.narrow(2, first, pass.wanted), pass.sin.narrow(2, first, pass.wanted));
    std::vector<at::Tensor> attended;
    for (std::size_t i = 0; i < pass.rows.size(); ++i) {
        const auto row = pass.rows[i];
        const auto length = pass.cache.length(row) + pass.tokens;
        const auto own = query.narrow(0, static_cast<std::int64_t>(i), 1);
        const auto seen = nn::KvCache::rowOf(keys, row, length), meant = nn::KvCache::rowOf(values, row, length);
        attended.push_back(pass.packed != nullptr && pass.wanted > 1 ? attendInBlocks(own, seen, meant, *pass.packed)
                                                                     : attendCausally(own, seen, meant));
    }
    return layer.output(at::cat(attended).transpose(1, 2).flatten(2)); // [R, wanted, H]
}

at::Tensor blockForward(const LanguageModel::Layer& layer, std::size_t index, const at::Tensor& x, const Pass& pass,
                        std::int64_t headDim) {
    const auto attended = attention(layer, index, layer.attentionNorm(x), pass, headDim);
    const auto h = x.narrow(1, pass.tokens - pass.wanted, pass.wanted) + attended;
    const auto normed = layer.mlpNorm(h);
    return h + layer.down(at::silu(layer.gate(normed)).mul_(layer.up(normed)));
}

/// What all layers share when one token is appended to each of R rows.
struct TokenStep {
    const TokenPass& pass;
    at::Tensor cos, signedSin; ///< [R, 1, D], float32; what stands in for the second half is negated
    at::Tensor visible;        ///< [R, 1, 1, span], additive
    at::Tensor places;         ///< [R · kvHeads]: where new keys lie among the cache's [rows · heads · capacity]
};

TokenStep tokenStep(const TokenPass& pass, const nn::KvCache& cache, const nn::Rotary& rotary, at::ScalarType dtype) {
    const auto rows = pass.ids.size(0), heads = cache.keys.front().size(1);
    const auto numbers = pass.positions.options();
    const auto at = [&](const at::Tensor& table) { return table.index_select(0, pass.positions).unsqueeze(1); };
    auto sin = at(rotary.sin);
    sin.narrow(2, 0, sin.size(2) / 2).neg_();
    const auto hidden = at::arange(pass.span, numbers).unsqueeze(0).gt(pass.positions.unsqueeze(1));
    const auto starts = at::arange(pass.firstRow * heads, (pass.firstRow + rows) * heads, numbers) * cache.capacity();
    return {.pass = pass,
            .cos = at(rotary.cos),
            .signedSin = std::move(sin),
            .visible = at::zeros(hidden.sizes(), numbers.dtype(dtype))
                           .masked_fill_(hidden, -std::numeric_limits<double>::infinity())
                           .view({rows, 1, 1, pass.span}),
            .places = (starts.view({rows, heads}) + pass.positions.unsqueeze(1)).flatten()};
}

/// x […, in] → […, the outputs of all], by one product where the weights lie side by side.
at::Tensor throughAll(const at::Tensor& joined, std::initializer_list<const nn::RowMatrix*> each, const at::Tensor& x) {
    if (joined.defined())
        return at::linear(x, joined);
    std::vector<at::Tensor> outputs;
    for (const auto* matrix : each)
        outputs.push_back((*matrix)(x));
    return at::cat(outputs, /*dim=*/-1);
}

/// Queries that share a key/value head stand in for a sequence of queries, so no kernel has to know of groups.
/// x [R, H] → [R, heads · D].
at::Tensor attendOneToken(const LanguageModel::Layer& layer, std::size_t index, const at::Tensor& x,
                          const TokenStep& step, nn::KvCache& cache) {
    auto& keys = cache.keys[index];
    auto& values = cache.values[index];
    const auto rows = x.size(0), heads = keys.size(1), headDim = keys.size(3);
    const auto all = throughAll(layer.queryKeyValue, {&layer.query, &layer.key, &layer.value}, x)
                         .view({rows, -1, headDim}); // [R, N + 2 · kvHeads, D]
    const auto queries = all.size(1) - 2 * heads;
    const auto normed =
        at::cat({layer.queryNorm(all.narrow(1, 0, queries)), layer.keyNorm(all.narrow(1, queries, heads))},
                /*dim=*/1);
    const auto turned =
        at::addcmul(normed * step.cos, normed.roll(headDim / 2, /*dims=*/-1), step.signedSin).to(x.scalar_type());
    keys.flatten(0, 2).index_copy_(0, step.places, turned.narrow(1, queries, heads).reshape({-1, headDim}));
    values.flatten(0, 2).index_copy_(0, step.places, all.narrow(1, queries + heads, heads).reshape({-1, headDim}));

    const auto seen = [&](const at::Tensor& kept) {
        return kept.narrow(0, step.pass.firstRow, rows).narrow(2, 0, step.pass.span);
    };
    const auto grouped = turned.narrow(1, 0, queries).reshape({rows, heads, -1, headDim}); // [R, kvHeads, group, D]
    const auto mask = step.visible.expand({-1, heads, grouped.size(2), -1});
    return at::scaled_dot_product_attention(grouped, seen(keys), seen(values), mask).reshape({rows, -1});
}

/// x [R, H] becomes the layer's output.
void appendThrough(const LanguageModel::Layer& layer, std::size_t index, const at::Tensor& x, const TokenStep& step,
                   nn::KvCache& cache) {
    const auto add = [&x](const at::Tensor& part, const nn::RowMatrix& matrix) {
        x.addmm_(part, matrix.dense(x.scalar_type()).t());
    };
    add(attendOneToken(layer, index, layer.attentionNorm(x), step, cache), layer.output);
    const auto halves = throughAll(layer.gateUp, {&layer.gate, &layer.up}, layer.mlpNorm(x)).chunk(2, /*dim=*/-1);
    add(at::silu(halves[0]).mul_(halves[1]), layer.down);
}

nn::RowMatrix loadMatrix(const Weights& weights, std::int64_t in, std::int64_t out, LmWeights format) {
    const auto weight = weights.tensor("weight", {out, in});
    return format == LmWeights::Int8 ? nn::quantizedRowMatrix(weight) : nn::rowMatrix(weight);
}

LanguageModel::Layer loadLayer(const Weights& weights, const TransformerConfig& config, LmWeights format) {
    const auto width = config.hiddenSize, inner = config.intermediateSize;
    const auto queries = config.headCount * config.headDim, keys = config.keyValueHeadCount * config.headDim;
    const auto attention = weights.within("self_attn"), mlp = weights.within("mlp");
    const auto norm = [&](const Weights& part, std::int64_t size) {
        return nn::loadRmsNorm(part, size, config.rmsNormEps);
    };
    const auto matrix = [&](const Weights& part, std::int64_t in, std::int64_t out) {
        return loadMatrix(part, in, out, format);
    };
    return {.attentionNorm = norm(weights.within("input_layernorm"), width),
            .queryNorm = norm(attention.within("q_norm"), config.headDim),
            .keyNorm = norm(attention.within("k_norm"), config.headDim),
            .mlpNorm = norm(weights.within("post_attention_layernorm"), width),
            .query = matrix(attention.within("q_proj"), width, queries),
            .key = matrix(attention.within("k_proj"), width, keys),
            .value = matrix(attention.within("v_proj"), width, keys),
            .output = matrix(attention.within("o_proj"), queries, width),
            .gate = matrix(mlp.within("gate_proj"), width, inner),
            .up = matrix(mlp.within("up_proj"), width, inner),
            .down = matrix(mlp.within("down_proj"), inner, width)};
}

/// The weights become stretches of one tensor.
at::Tensor joined(std::initializer_list<nn::RowMatrix*> matrices) {
    std::vector<at::Tensor> parts;
    for (const auto* matrix : matrices)
        parts.push_back(matrix->values);
    const auto all = at::cat(parts);
    std::int64_t first = 0;
    for (auto* matrix : matrices) {
        const auto count = matrix->out();
        matrix->values = all.narrow(0, first, count);
        first += count;
    }
    return all;
}

void requirePlanner(const QwenConfig& config) {
    const auto refuse = [](const std::string& what) {
        throw Error{ErrorCode::ModelCorrupt, "The language model's config.json is not a planner's: " + what + ".",
                    "Choose one of the acestep-5Hz-lm models, or download this one again."};
    };
    if (config.vocabularySize < kLeastVocabulary)
        refuse(fmt::format("vocab_size {} leaves no room for the audio codes ({} are needed)", config.vocabularySize,
                           kLeastVocabulary));
    if (config.transformer.attentionBias)
        refuse("attention_bias is set");
    for (std::int64_t layer = 0; layer < config.transformer.layerCount; ++layer)
        if (config.transformer.slidingWindow > 0 && config.transformer.slides(layer))
            refuse("attention is limited to a sliding window");
}

} // namespace

void LanguageModel::Layer::join() {
    queryKeyValue = joined({&query, &key, &value});
    gateUp = joined({&gate, &up});
}

nn::KvCache LanguageModel::makeCache(int rows, std::int64_t capacity) const {
    const auto& shape = config.transformer;
    return nn::KvCache{{.layers = shape.layerCount,
                        .rows = rows,
                        .heads = shape.keyValueHeadCount,
                        .capacity = capacity,
                        .headDim = shape.headDim},
                       embedding.options()};
}

nn::Rotary LanguageModel::rotary(std::int64_t capacity) const {
    return nn::makeRotary(capacity, config.transformer.headDim, config.transformer.ropeTheta,
                          embedding.options().dtype(at::kFloat));
}

std::size_t LanguageModel::bytesPerStep(std::int64_t headRows) const {
    auto bytes = head.nbytes() / static_cast<std::size_t>(head.out()) * static_cast<std::size_t>(headRows);
    for (const auto& layer : layers)
        for (const auto* matrix :
             {&layer.query, &layer.key, &layer.value, &layer.output, &layer.gate, &layer.up, &layer.down})
            bytes += matrix->nbytes();
    return bytes;
}

at::Tensor LanguageModel::forward(const at::Tensor& ids, std::span<const int> rows, nn::KvCache& cache,
                                  const nn::Rotary& rotary, std::int64_t wanted) const {
    const auto tokens = ids.size(1);
    std::vector<at::Tensor> cos, sin;
    for (const auto row : rows) {
        TORCH_CHECK(cache.length(row) + tokens <= cache.capacity(), "a sequence outgrows its room");
        cos.push_back(rotary.cos.narrow(0, cache.length(row), tokens));
        sin.push_back(rotary.sin.narrow(0, cache.length(row), tokens));
    }
    nn::PackedKeyValue packed;
    Pass pass{rows,   cache, ownAttention ? &packed : nullptr, at::stack(cos).unsqueeze(1), at::stack(sin).unsqueeze(1),
              tokens, tokens};
    auto x = at::embedding(embedding, ids.to(embedding.device())); // [R, T, H]
    for (std::size_t index = 0; index < layers.size(); ++index) {
        if (index + 1 == layers.size())
            pass.wanted = wanted;
        x = blockForward(layers[index], index, x, pass, config.transformer.headDim);
    }
    for (const auto row : rows)
        cache.setLength(row, cache.length(row) + tokens);
    return norm(x);
}

at::Tensor LanguageModel::forwardTokens(const TokenPass& pass, nn::KvCache& cache, const nn::Rotary& rotary) const {
    const auto step = tokenStep(pass, cache, rotary, dtype());
    const auto x = at::embedding(embedding, pass.ids); // [R, H]
    for (std::size_t index = 0; index < layers.size(); ++index)
        appendThrough(layers[index], index, x, step, cache);
    return norm(x);
}

at::Tensor LanguageModel::prefill(std::span<const std::int32_t> tokens, int row, nn::KvCache& cache,
                                  const nn::Rotary& rotary, std::int64_t firstWanted) const {
    const auto count = static_cast<std::int64_t>(tokens.size());
    TORCH_CHECK(count > 0 && firstWanted < count, "a prompt without tokens");
    cache.setLength(row, 0);
    const auto ids = at::tensor(at::ArrayRef<std::int32_t>{tokens.data(), tokens.size()}, at::kInt).unsqueeze(0);
    std::vector<at::Tensor> states;
    for (std::int64_t begin = 0; begin < count; begin += kPieceTokens) {
        const auto end = std::min(count, begin + kPieceTokens);
        const auto wanted = std::max(std::int64_t{0}, end - std::max(begin, firstWanted));
        // At least one: the attention of no queries at all is not asked for.
        const auto piece =
            forward(ids.slice(1, begin, end), {&row, 1}, cache, rotary, std::max(wanted, std::int64_t{1}));
        if (wanted > 0)
            states.push_back(piece.squeeze(0));
    }
    return at::cat(states);
}

at::Tensor LanguageModel::hiddenStates(std::span<const std::int32_t> tokens, std::int64_t firstWanted) const {
    const auto capacity = static_cast<std::int64_t>(tokens.size());
    auto cache = makeCache(/*rows=*/1, capacity);
    return prefill(tokens, /*row=*/0, cache, rotary(capacity), firstWanted);
}

at::Tensor LanguageModel::scores(const at::Tensor& states) const {
    if (head.format == nn::RowFormat::Other)
        return head(states).to(at::kCPU, at::kFloat);
    const auto rows = states.to(at::kFloat).contiguous();
    auto all = at::empty({rows.size(0), head.out()}, rows.options());
    nn::RowInput input;
    input.fill(rows.const_data_ptr<float>(), rows.size(0), rows.size(1), head.format);
    const nn::RowProduct product{&head, 0, head.out(), all.mutable_data_ptr<float>(), head.out()};
    nn::multiply({&product, 1}, input);
    return all;
}

LanguageModel loadLanguageModel(const Weights& weights, const QwenConfig& config, LmWeights format) {
    requirePlanner(config);
    const auto body = weights.contains("embed_tokens.weight") ? weights : weights.within("model");
    const auto& shape = config.transformer;
    LanguageModel model{.config = config, .embedding = {}, .layers = {}, .norm = {}, .head = {}};
    model.embedding = body.tensor("embed_tokens.weight", {config.vocabularySize, shape.hiddenSize});
    for (std::int64_t layer = 0; layer < shape.layerCount; ++layer) {
        model.layers.push_back(loadLayer(body.within(fmt::format("layers.{}", layer)), shape, format));
        if (!model.device().is_cpu())
            model.layers.back().join();
        weights.letPagesGo();
    }
    model.norm = nn::loadRmsNorm(body.within("norm"), shape.hiddenSize, shape.rmsNormEps);
    const auto head = config.tiedEmbeddings
                          ? model.embedding
                          : weights.tensor("lm_head.weight", {config.vocabularySize, shape.hiddenSize});
    model.head = format == LmWeights::Int8 ? nn::quantizedRowMatrix(head) : nn::rowMatrix(head);
    model.ownAttention =
        model.device().is_cpu() && model.dtype() == at::kBFloat16 && nn::packingPays(nn::TileFormat::Bf16);
    weights.letPagesGo();
    return model;
}

LanguageModel loadLanguageModel(const std::filesystem::path& folder, at::ScalarType dtype, at::Device device,
                                LmWeights format) {
    const c10::InferenceMode inference;
    const auto config = readQwenConfig(folder);
    return loadLanguageModel(Weights::open(folder, "model", dtype, device), config, format);
}

std::vector<TokenRank> teacherForced(const LanguageModel& model, std::span<const std::int32_t> sequence,
                                     std::int64_t firstTarget) {
    const c10::InferenceMode inference;
    constexpr std::int64_t kPositions = 32; // whose scores are held at a time: 28 MB
    const auto count = static_cast<std::int64_t>(sequence.size());
    TORCH_CHECK(firstTarget >= 1, "the first token is given nothing to be expected from");
    std::vector<TokenRank> ranks;
    if (firstTarget >= count)
        return ranks;
    const auto states = model.hiddenStates(sequence.first(sequence.size() - 1), firstTarget - 1);
    for (std::int64_t begin = 0; begin < states.size(0); begin += kPositions) {
        const auto scores = model.scores(states.slice(0, begin, begin + kPositions));
        const auto logProbabilities = at::log_softmax(scores, /*dim=*/-1);
        for (std::int64_t i = 0; i < scores.size(0); ++i) {
            const auto token = sequence[static_cast<std::size_t>(firstTarget + begin + i)];
            const auto own = scores[i][token];
            ranks.push_back(
                {logProbabilities[i][token].item<float>(), 1 + scores[i].gt(own).sum().item<std::int64_t>()});
        }
    }
    return ranks;
}

} // namespace ottava
