#include "core/checkpoints/weights.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/randn.h>
#include <ATen/ops/zeros.h>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <system_error>

namespace ottava {
namespace {

/// Numbers that keep activations of order one: norms and gains 1, snake exponents 0, the rest small. A short random
/// block is repeated, since filling billions of numbers with fresh ones takes longer than the run that is to be timed.
at::Tensor randomTensor(const std::string& name, at::IntArrayRef shape) {
    const auto options = at::TensorOptions{}.dtype(at::kBFloat16);
    if (name.ends_with("alpha") || name.ends_with("beta"))
        return at::zeros(shape, options);
    if (name.ends_with("weight_g") || shape.size() == 1)
        return at::ones(shape, options);
    constexpr std::int64_t kBlock = 1 << 20;
    constexpr double kSpread = 0.02;
    static const auto block = at::randn({kBlock}, options) * kSpread;
    auto tensor = at::empty(shape, options);
    const auto flat = tensor.view({-1});
    for (std::int64_t begin = 0; begin < flat.size(0); begin += kBlock) {
        const auto count = std::min(kBlock, flat.size(0) - begin);
        flat.slice(0, begin, begin + count).copy_(block.slice(0, 0, count));
    }
    return tensor;
}

} // namespace

struct Weights::Files {
    std::filesystem::path folder;
    std::vector<Safetensors> shards;
    std::map<std::string, std::size_t> shardOf;

    void add(Safetensors shard) {
        for (const auto& name : shard.names())
            shardOf.emplace(name, shards.size());
        shards.push_back(std::move(shard));
    }

    void addShardsOf(const std::filesystem::path& index) {
        const auto parsed = nlohmann::json::parse(readTextFile(index), nullptr, /*allow_exceptions=*/false);
        std::set<std::string> names;
        if (parsed.is_object() && parsed.contains("weight_map") && parsed["weight_map"].is_object())
            for (const auto& [tensor, file] : parsed["weight_map"].items())
                if (file.is_string())
                    names.insert(file.get<std::string>());
        if (names.empty())
            throw Error{ErrorCode::ModelCorrupt, sentence("{}: not a list of shards.", index.string()),
                        sentence("Download this file again.")};
        for (const auto& name : names)
            add(Safetensors::open(folder / std::filesystem::path{name}.filename()));
    }
};

Weights Weights::open(const std::filesystem::path& folder, const std::string& stem, at::ScalarType dtype,
                      at::Device device) {
    auto files = std::make_shared<Files>();
    files->folder = folder;
    const auto single = folder / (stem + ".safetensors");
    const auto index = folder / (stem + ".safetensors.index.json");
    std::error_code unseen; // what cannot be looked at counts as absent
    if (std::filesystem::exists(single, unseen))
        files->add(Safetensors::open(single));
    else if (std::filesystem::exists(index, unseen))
        files->addShardsOf(index);
    else
        throw Error{ErrorCode::ModelMissing, sentence("{} holds no weights ({}.safetensors).", folder.string(), stem),
                    sentence("Install this model, or choose another models folder.")};
    return Weights{std::move(files), dtype, device};
}

Weights Weights::within(const std::string& part) const {
    auto narrowed = *this;
    narrowed.prefix_ += part + ".";
    return narrowed;
}

Weights Weights::withDtype(at::ScalarType dtype) const {
    auto changed = *this;
    changed.dtype_ = dtype;
    return changed;
}

Weights Weights::copied() const {
    auto changed = *this;
    changed.copies_ = true;
    return changed;
}

bool Weights::contains(const std::string& name) const {
    return !files_ || files_->shardOf.contains(prefix_ + name);
}

void Weights::letPagesGo() const {
    if (files_)
        for (const auto& shard : files_->shards)
            shard.letPagesGo();
}

at::Tensor Weights::stored(const std::string& name) const {
    const auto found = files_->shardOf.find(prefix_ + name);
    if (found == files_->shardOf.end())
        throw Error{ErrorCode::ModelCorrupt, sentence("{}: no tensor '{}'.", files_->folder.string(), prefix_ + name),
                    sentence("The model is incomplete or of another kind: download it again.")};
    return files_->shards[found->second][prefix_ + name];
}

Weights Weights::random(at::ScalarType dtype, at::Device device) {
    return Weights{nullptr, dtype, device};
}

at::Tensor Weights::tensor(const std::string& name, at::IntArrayRef shape) const {
    if (!files_)
        return randomTensor(name, shape).to(at::TensorOptions{}.dtype(dtype_).device(device_));
    const auto found = stored(name);
    if (found.sizes() != shape)
        throw Error{ErrorCode::ModelCorrupt,
                    sentence("{}: tensor '{}' has shape [{}], the model's config asks for [{}].",
                             files_->folder.string(), prefix_ + name, fmt::format("{}", fmt::join(found.sizes(), ", ")),
                             fmt::format("{}", fmt::join(shape, ", "))),
                    sentence("config.json and weights belong to different models: download both again.")};
    if (!at::isFloatingType(found.scalar_type()))
        throw Error{
            ErrorCode::ModelCorrupt,
            sentence("{}: tensor '{}' holds no floating-point numbers.", files_->folder.string(), prefix_ + name),
            sentence("This file is not of the kind Ottava reads (bf16, f16 or f32): download it again.")};
    return found.to(at::TensorOptions{}.dtype(dtype_).device(device_), /*non_blocking=*/false, copies_);
}

} // namespace ottava
