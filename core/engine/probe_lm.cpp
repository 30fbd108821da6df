#include "core/engine/probe_lm.h"

#include "core/base/error.h"
#include "core/engine/engine.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/ones_like.h>
#include <ATen/ops/zeros.h>

#include <fmt/format.h>

namespace ottava {
namespace {

[[noreturn]] void refuse(const std::string& what) {
    throw Error{ErrorCode::BadRequest, what, "Give token ids [B, T] and a mask of the same shape: 1 = a token."};
}

/// Whole numbers [B, T]; a single row may come as [T].
at::Tensor rowsOf(const at::Tensor& tensor, const char* name) {
    if (at::isFloatingType(tensor.scalar_type()) || tensor.dim() < 1 || tensor.dim() > 2)
        refuse(fmt::format("'{}' is no table of whole numbers.", name));
    return (tensor.dim() == 1 ? tensor.unsqueeze(0) : tensor).to(at::kCPU, at::kLong);
}

} // namespace

std::string defaultLm(const std::filesystem::path& models) {
    constexpr const char* kRecommended = "acestep-5Hz-lm-1.7B";
    std::string first;
    for (const auto& model : installedModels(models))
        if (model.kind == InstalledModel::Kind::LanguageModel) {
            if (model.name == kRecommended)
                return model.name;
            if (first.empty())
                first = model.name;
        }
    return first;
}

TensorMap probeLm(ModelStore& models, const ProbeInput& in) {
    const auto ids = rowsOf(in.required("ids"), "ids");
    const auto mask = rowsOf(in.optional("mask").value_or(at::ones_like(ids)), "mask").ne(0);
    if (mask.sizes() != ids.sizes())
        refuse("'ids' and 'mask' differ in shape.");
    const auto model = models.languageModel();
    const auto outside = ids.lt(0).logical_or(ids.ge(model->config.vocabularySize)).logical_and(mask);
    if (outside.any().item<bool>())
        refuse(fmt::format("'ids' holds tokens beyond the vocabulary of {}.", model->config.vocabularySize));
    const auto width = model->config.transformer.hiddenSize;
    auto hidden = at::zeros({ids.size(0), ids.size(1), width}, at::TensorOptions{}.dtype(at::kFloat));
    std::vector<at::Tensor> logits;
    for (std::int64_t row = 0; row < ids.size(0); ++row) {
        const auto places = mask[row].nonzero().squeeze(1);
        if (places.size(0) == 0)
            refuse(fmt::format("Row {} of 'mask' hides every token.", row));
        const auto tokens = ids[row].index_select(0, places).to(at::kInt).contiguous();
        const auto states =
            model->hiddenStates({tokens.const_data_ptr<std::int32_t>(), static_cast<std::size_t>(tokens.size(0))});
        hidden[row].index_copy_(0, places, states.to(at::kCPU, at::kFloat));
        logits.push_back(model->scores(states.slice(0, states.size(0) - 1)));
    }
    return {{"logits", at::cat(logits)}, {"hidden", hidden}};
}

} // namespace ottava
