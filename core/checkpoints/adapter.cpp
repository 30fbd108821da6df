#include "core/checkpoints/adapter.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/checkpoints/adapter_names.h"
#include "core/checkpoints/safetensors.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/isfinite.h>
#include <ATen/ops/mm.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <optional>
#include <regex>
#include <system_error>

namespace ottava {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr const char* kPeftConfig = "adapter_config.json";
constexpr const char* kPeftWeights = "adapter_model.safetensors";
constexpr const char* kLokrWeights = "lokr_weights.safetensors";
constexpr std::int64_t kLargestRank = 4'096;

struct Files {
    fs::path weights;
    std::optional<fs::path> config;
};

[[noreturn]] void corrupt(const fs::path& file, const std::string& what) {
    throw Error{ErrorCode::ModelCorrupt, sentence("{}: {}.", file.string(), what),
                sentence("Choose another adapter, or download or export this one again.")};
}

bool isFile(const fs::path& file) {
    std::error_code unseen;
    return fs::is_regular_file(file, unseen);
}

Files findFiles(const fs::path& path) {
    std::error_code unseen;
    if (isFile(path) && path.extension() == ".safetensors") {
        const auto config = path.parent_path() / kPeftConfig;
        return {path, isFile(config) ? std::optional{config} : std::nullopt};
    }
    if (fs::is_directory(path, unseen)) {
        if (isFile(path / kPeftConfig) && isFile(path / kPeftWeights))
            return {path / kPeftWeights, path / kPeftConfig};
        if (isFile(path / kLokrWeights))
            return {path / kLokrWeights, std::nullopt};
    }
    const bool there = fs::exists(path, unseen);
    throw Error{ErrorCode::ModelMissing,
                there ? sentence("{} is no adapter.", path.string()) : sentence("No adapter at {}.", path.string()),
                sentence("Choose a folder with {} and {}, or a .safetensors file.", kPeftConfig, kPeftWeights)};
}

/// adapter_config.json: rank and alpha by layer.
class PeftConfig {
public:
    static PeftConfig read(const fs::path& file) try {
        PeftConfig config;
        config.file_ = file;
        config.values_ = json::parse(readTextFile(file));
        if (!config.values_.is_object())
            corrupt(file, "it is no JSON object");
        config.check();
        return config;
    } catch (const json::exception& e) {
        corrupt(file, fmt::format("it cannot be read ({})", e.what()));
    }

    std::string madeFor() const {
        const auto found = values_.find("base_model_name_or_path");
        return found != values_.end() && found->is_string() ? found->get<std::string>() : std::string{};
    }
    std::int64_t rank(const std::string& layer) const {
        return static_cast<std::int64_t>(valueFor(layer, "rank_pattern", "r"));
    }
    double scaling(const std::string& layer) const {
        const double rank = valueFor(layer, "rank_pattern", "r");
        const double alpha = valueFor(layer, "alpha_pattern", "lora_alpha");
        return alpha / (values_.value("use_rslora", false) ? std::sqrt(rank) : rank);
    }

private:
    void check() const {
        if (const auto type = values_.value("peft_type", ""); type != "LORA")
            corrupt(file_, fmt::format("peft_type is '{}', not LORA", type));
        if (values_.value("use_dora", false))
            corrupt(file_, "it is a DoRA adapter, which is not supported");
        if (const auto found = values_.find("modules_to_save"); found != values_.end() && !found->empty())
            corrupt(file_, "it replaces whole modules, which is not supported");
        if (const auto bias = values_.value("bias", "none"); bias != "none")
            corrupt(file_, "it trains biases, which is not supported");
        for (const auto* number : {"r", "lora_alpha"})
            if (!values_.contains(number) || !values_[number].is_number() || values_[number].get<double>() <= 0)
                corrupt(file_, fmt::format("{} is missing or no number above 0", number));
    }

    /// The first pattern that matches the end of the layer's path, else the value for all.
    double valueFor(const std::string& layer, const char* patterns, const char* forAll) const try {
        const auto found = values_.find(patterns);
        if (found != values_.end() && found->is_object())
            for (const auto& [pattern, value] : found->items())
                if (std::regex_match(layer, std::regex{"(.*\\.)?(" + pattern + ")"}))
                    return value.get<double>();
        return values_.at(forAll).get<double>();
    } catch (const std::regex_error&) {
        corrupt(file_, fmt::format("{} holds a pattern that is none", patterns));
    } catch (const json::exception&) {
        corrupt(file_, fmt::format("{} holds something that is no number", patterns));
    }

    fs::path file_;
    json values_;
};

using Factors = std::map<std::string, at::Tensor>;

/// The factors of one layer, checked against each other.
class LayerReader {
public:
    LayerReader(const fs::path& file, const std::optional<PeftConfig>& config, std::string layer, Factors factors)
        : file_(file), config_(config), layer_(std::move(layer)), factors_(std::move(factors)) {}

    AdapterDelta read() const {
        if (has("dora"))
            corrupt(file_, fmt::format("'{}' is a DoRA layer, which is not supported", layer_));
        return has("lora_A") || has("lora_B") ? lowRank() : kronecker();
    }

private:
    bool has(const char* factor) const { return factors_.contains(factor); }

    at::Tensor matrix(const char* factor) const {
        const auto found = factors_.find(factor);
        if (found == factors_.end())
            corrupt(file_, fmt::format("'{}' has no {}", layer_, factor));
        const auto& tensor = found->second;
        if (tensor.dim() != 2 || !at::isFloatingType(tensor.scalar_type()) || tensor.numel() == 0)
            corrupt(file_, fmt::format("{} of '{}' is no matrix of numbers", factor, layer_));
        if (!at::isfinite(tensor).all().item<bool>())
            corrupt(file_, fmt::format("{} of '{}' holds values that are not numbers", factor, layer_));
        return tensor.to(at::kFloat);
    }

    AdapterDelta lowRank() const {
        const LowRankDelta delta{matrix("lora_A"), matrix("lora_B")};
        const auto rank = delta.down.size(0);
        if (delta.up.size(1) != rank || rank > kLargestRank)
            corrupt(file_,
                    fmt::format("'{}' has rank {} in one factor and {} in the other", layer_, rank, delta.up.size(1)));
        if (has("alpha"))
            return {delta, alpha() / static_cast<double>(rank)};
        if (!config_)
            return {delta, 1};
        if (config_->rank(layer_) != rank)
            corrupt(file_,
                    fmt::format("'{}' has rank {}, its configuration says {}", layer_, rank, config_->rank(layer_)));
        return {delta, config_->scaling(layer_)};
    }

    AdapterDelta kronecker() const {
        std::optional<std::int64_t> rank;
        const auto side = [&](const std::string& name) {
            if (has(name.c_str()))
                return matrix(name.c_str());
            const auto a = matrix((name + "_a").c_str()), b = matrix((name + "_b").c_str());
            if (a.size(1) != b.size(0))
                corrupt(file_, fmt::format("{} of '{}' has factors that do not fit each other", name, layer_));
            rank = b.size(0);
            return at::mm(a, b);
        };
        KroneckerDelta delta{side("lokr_w1"), side("lokr_w2")};
        if (has("scalar"))
            delta.outer = delta.outer * factors_.at("scalar").to(at::kFloat).flatten()[0];
        return {delta, rank && has("alpha") ? alpha() / static_cast<double>(*rank) : 1};
    }

    double alpha() const {
        const auto& tensor = factors_.at("alpha");
        const double value = tensor.numel() == 1 ? tensor.to(at::kDouble).item<double>() : NAN;
        if (!std::isfinite(value))
            corrupt(file_, fmt::format("alpha of '{}' is no number", layer_));
        return value;
    }

    const fs::path& file_;
    const std::optional<PeftConfig>& config_;
    std::string layer_;
    Factors factors_;
};

} // namespace

Adapter readAdapter(const fs::path& path) {
    const auto files = findFiles(path);
    const auto config = files.config ? std::optional{PeftConfig::read(*files.config)} : std::nullopt;
    const auto weights = Safetensors::open(files.weights);
    std::map<std::string, Factors> layers;
    for (const auto& name : weights.names()) {
        const auto [layer, factor] = parseAdapterTensor(name);
        if (factor.empty())
            corrupt(files.weights, fmt::format("the tensor '{}' is none of an adapter's", name));
        if (!layers[layer].emplace(factor, weights[name]).second)
            corrupt(files.weights, fmt::format("'{}' has two tensors for {}", layer, factor));
    }
    if (layers.empty())
        corrupt(files.weights, "it is empty");
    Adapter adapter{.name = fs::absolute(path).lexically_normal().filename().string(),
                    .madeFor = config ? config->madeFor() : std::string{},
                    .layers = {}};
    for (auto& [layer, factors] : layers)
        adapter.layers.emplace(layer, LayerReader{files.weights, config, layer, std::move(factors)}.read());
    return adapter;
}

} // namespace ottava
