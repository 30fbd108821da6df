#include "core/checkpoints/model_config.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <numeric>

namespace ottava {
namespace {

using nlohmann::json;

/// A config.json with defaults for the keys it lacks.
class ConfigFile {
public:
    explicit ConfigFile(const std::filesystem::path& folder) : path_(folder / "config.json") {
        if (!std::filesystem::exists(path_))
            throw Error{ErrorCode::ModelMissing, fmt::format("{} is missing.", path_.string()),
                        "Install this model, or choose another models folder."};
        values_ = json::parse(readTextFile(path_), nullptr, /*allow_exceptions=*/false);
        if (!values_.is_object())
            throw Error{ErrorCode::ModelCorrupt, fmt::format("{} is not JSON.", path_.string()),
                        "Download this file again."};
    }

    bool has(const char* key) const { return values_.contains(key) && !values_[key].is_null(); }
    const json& operator[](const char* key) const { return values_[key]; }

    template<class Value>
    Value get(const char* key, Value fallback) const {
        if (!has(key))
            return fallback;
        try {
            return values_[key].get<Value>();
        } catch (const json::exception&) {
            refuse(key, "has the wrong type");
        }
    }

    /// A size: a whole number from 1 to a bound that no model of this family comes near.
    std::int64_t size(const char* key, std::int64_t fallback) const {
        const auto value = get<std::int64_t>(key, fallback);
        if (value < 1 || value > 1'000'000)
            refuse(key, "is out of range");
        return value;
    }

    [[noreturn]] void refuse(const char* key, const char* why) const {
        throw Error{
            ErrorCode::ModelCorrupt,
            fmt::format("{}: '{}' {}: {}.", path_.string(), key, why, has(key) ? values_[key].dump() : "missing"),
            "Download this file again."};
    }

private:
    std::filesystem::path path_;
    json values_;
};

std::vector<bool> slidingLayers(const ConfigFile& file, std::int64_t layerCount, bool evenByDefault) {
    std::vector<bool> sliding;
    if (!file.has("layer_types")) {
        for (std::int64_t layer = 0; layer < layerCount; ++layer)
            sliding.push_back(evenByDefault && layer % 2 == 0);
        return sliding;
    }
    for (const auto& type : file.get<std::vector<std::string>>("layer_types", {}))
        sliding.push_back(type == "sliding_attention");
    if (static_cast<std::int64_t>(sliding.size()) < layerCount)
        file.refuse("layer_types", "names fewer layers than the model has");
    return sliding;
}

void checkHeads(const ConfigFile& file, const TransformerConfig& config) {
    if (config.headCount % config.keyValueHeadCount != 0)
        file.refuse("num_key_value_heads", "does not divide the attention heads");
    if (config.headDim % 2 != 0)
        file.refuse("head_dim", "is odd");
}

TransformerConfig transformer(const ConfigFile& file, const TransformerConfig& fallback, bool slidesByDefault) {
    TransformerConfig config = fallback;
    config.hiddenSize = file.size("hidden_size", fallback.hiddenSize);
    config.intermediateSize = file.size("intermediate_size", fallback.intermediateSize);
    config.headCount = file.size("num_attention_heads", fallback.headCount);
    config.keyValueHeadCount = file.size("num_key_value_heads", fallback.keyValueHeadCount);
    config.headDim = file.size("head_dim", fallback.headDim);
    config.layerCount = file.size("num_hidden_layers", fallback.layerCount);
    config.ropeTheta = file.get("rope_theta", fallback.ropeTheta);
    config.rmsNormEps = file.get("rms_norm_eps", fallback.rmsNormEps);
    config.attentionBias = file.get("attention_bias", false);
    config.slidingWindow =
        file.get("use_sliding_window", slidesByDefault) ? file.get<std::int64_t>("sliding_window", 128) : 0;
    config.slidingLayers = slidingLayers(file, config.layerCount, slidesByDefault);
    if (file.get<std::string>("hidden_act", "silu") != "silu")
        file.refuse("hidden_act", "is not the activation this model family uses");
    checkHeads(file, config);
    return config;
}

} // namespace

DitConfig readDitConfig(const std::filesystem::path& folder) {
    const ConfigFile file{folder};
    DitConfig config;
    config.decoder = transformer(file, TransformerConfig{}, /*slidesByDefault=*/true);
    config.encoder = config.decoder;
    config.encoder.hiddenSize = file.size("encoder_hidden_size", config.decoder.hiddenSize);
    config.encoder.intermediateSize = file.size("encoder_intermediate_size", config.decoder.intermediateSize);
    config.encoder.headCount = file.size("encoder_num_attention_heads", config.decoder.headCount);
    config.encoder.keyValueHeadCount = file.size("encoder_num_key_value_heads", config.decoder.keyValueHeadCount);
    checkHeads(file, config.encoder);
    config.timbreTokenFirst = file.has("encoder_hidden_size");
    config.textHiddenDim = file.size("text_hidden_dim", config.textHiddenDim);
    config.timbreHiddenDim = file.size("timbre_hidden_dim", config.timbreHiddenDim);
    config.latentChannels = file.size("audio_acoustic_hidden_dim", config.latentChannels);
    config.inChannels = file.size("in_channels", config.inChannels);
    config.patchSize = file.size("patch_size", config.patchSize);
    config.lyricLayerCount = file.size("num_lyric_encoder_hidden_layers", config.lyricLayerCount);
    config.timbreLayerCount = file.size("num_timbre_encoder_hidden_layers", config.timbreLayerCount);
    config.poolerLayerCount = file.size("num_attention_pooler_hidden_layers", config.poolerLayerCount);
    config.poolWindow = file.size("pool_window_size", config.poolWindow);
    config.fsqLevels = file.get("fsq_input_levels", config.fsqLevels);
    config.isTurbo = file.get("is_turbo", false);
    config.isLegoSft = file.get("is_lego_sft", false);
    config.modelVersion = file.get<std::string>("model_version", "");
    if (config.inChannels != 3 * config.latentChannels)
        file.refuse("in_channels", "is not three times the latent channels");
    if (config.patchSize != 2)
        file.refuse("patch_size", "is not 2");
    if (file.has("lyric_alignment_layers_config"))
        for (const auto& [layer, heads] : file["lyric_alignment_layers_config"].items())
            if (!layer.empty() && std::ranges::all_of(layer, [](char c) { return c >= '0' && c <= '9'; })
                && heads.is_array())
                config.lyricAlignmentHeads[std::stoll(layer)] = heads.get<std::vector<std::int64_t>>();
    return config;
}

VaeConfig readVaeConfig(const std::filesystem::path& folder) {
    const ConfigFile file{folder};
    VaeConfig config;
    config.encoderHiddenSize = file.size("encoder_hidden_size", config.encoderHiddenSize);
    config.decoderChannels = file.size("decoder_channels", config.decoderChannels);
    config.decoderInputChannels = file.size("decoder_input_channels", config.decoderInputChannels);
    config.audioChannels = file.size("audio_channels", config.audioChannels);
    config.channelMultiples = file.get("channel_multiples", config.channelMultiples);
    config.downsamplingRatios = file.get("downsampling_ratios", config.downsamplingRatios);
    if (config.channelMultiples.size() != config.downsamplingRatios.size() || config.channelMultiples.empty())
        file.refuse("channel_multiples", "does not match downsampling_ratios");
    const auto hop = std::accumulate(config.downsamplingRatios.begin(), config.downsamplingRatios.end(),
                                     std::int64_t{1}, std::multiplies<>{});
    if (hop != 1920 || file.get<std::int64_t>("sampling_rate", 48'000) != 48'000)
        file.refuse("downsampling_ratios", "does not give 25 latent frames a second at 48 kHz");
    return config;
}

QwenConfig readQwenConfig(const std::filesystem::path& folder) {
    const ConfigFile file{folder};
    if (file.get<std::string>("model_type", "qwen3") != "qwen3")
        file.refuse("model_type", "is not qwen3");
    QwenConfig config;
    const TransformerConfig small{.hiddenSize = 1024, .intermediateSize = 3072, .layerCount = 28, .slidingLayers = {}};
    config.transformer = transformer(file, small, /*slidesByDefault=*/false);
    config.vocabularySize = file.size("vocab_size", config.vocabularySize);
    config.tiedEmbeddings = file.get("tie_word_embeddings", true);
    return config;
}

} // namespace ottava
