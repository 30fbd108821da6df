#include "core/nn/card_attention.h"

#include "core/base/log.h"
#include "core/nn/attention.h"

#include <ATen/Context.h>
#include <ATen/ops/_flash_attention_forward.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/scaled_dot_product_attention.h>

#include <atomic>

namespace ottava::nn {
namespace {

/// Older cards, and libraries built without it, refuse it in words only; they are asked once.
std::atomic<bool> flashRefused = false;

bool mayFlash(const at::Tensor& query) {
    const auto dtype = query.scalar_type();
    return query.is_cuda() && (dtype == at::kBFloat16 || dtype == at::kHalf)
           && at::globalContext().userEnabledFlashSDP() && !flashRefused.load();
}

std::optional<at::Tensor> flash(const CardAttention& how, const at::Tensor& query, const at::Tensor& key,
                                const at::Tensor& value) {
    if (how.additive || !mayFlash(query))
        return std::nullopt;
    const auto side = how.window > 0 ? std::optional{how.window} : std::nullopt;
    try {
        const auto out = at::_flash_attention_forward(
            query.transpose(1, 2), key.transpose(1, 2), value.transpose(1, 2), /*cum_seq_q=*/std::nullopt,
            /*cum_seq_k=*/std::nullopt, query.size(2), key.size(2), /*dropout_p=*/0.0, how.causal,
            /*return_debug_mask=*/false, /*scale=*/std::optional<double>{}, side, side);
        return std::get<0>(out).transpose(1, 2);
    } catch (const c10::OutOfMemoryError&) {
        throw;
    } catch (const c10::Error& error) {
        log::info("FlashAttention does not run here: {}", error.what_without_backtrace());
        flashRefused = true;
        return std::nullopt;
    }
}

/// Queries are the last of the keys' tokens.
std::optional<at::Tensor> causalMask(const at::Tensor& query, const at::Tensor& key) {
    const auto queries = query.size(2), keys = key.size(2);
    if (queries == 1 || queries == keys)
        return std::nullopt; // sees all, or is libtorch's own kind of causal
    return at::ones({queries, keys}, query.options().dtype(at::kBool)).tril_(keys - queries);
}

} // namespace

at::Tensor headsFor(const at::Tensor& query, const at::Tensor& shared) {
    const auto group = query.size(1) / shared.size(1);
    return group == 1 ? shared : shared.unsqueeze(2).expand({-1, -1, group, -1, -1}).flatten(1, 2);
}

at::Tensor CardAttention::operator()(const at::Tensor& query, const at::Tensor& key, const at::Tensor& value) const {
    if (auto out = flash(*this, query, key, value))
        return *out;
    const auto keys = headsFor(query, key), values = headsFor(query, value);
    if (window > 0)
        return windowAttention(query, keys, values, window);
    const auto mask = causal ? causalMask(query, key) : additive;
    const bool wholeCausal = causal && !mask && query.size(2) > 1;
    return at::scaled_dot_product_attention(query, keys, values, mask, /*dropout_p=*/0.0, wholeCausal);
}

} // namespace ottava::nn
