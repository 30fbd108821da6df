#include "core/checkpoints/model_config.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/units.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <system_error>

namespace ottava {
namespace {

using nlohmann::json;

constexpr std::int64_t kLargestSize = 1'000'000;

/// A config.json with defaults for the keys it lacks.
class ConfigFile {
public:
    explicit ConfigFile(const std::filesystem::path& folder) : path_(folder / "config.json") {
        std::error_code unseen; // what cannot be looked at counts as absent
        if (!std::filesystem::exists(path_, unseen))
            throw Error{ErrorCode::ModelMissing, sentence("{} is missing.", path_.string()),
                        sentence("Install this model, or choose another models folder.")};
        values_ = json::parse(readTextFile(path_), nullptr, /*allow_exceptions=*/false);
        if (!values_.is_object())
            throw Error{ErrorCode::ModelCorrupt, sentence("{} is not JSON.", path_.string()),
                        sentence("Download this file again.")};
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
        return has(key) ? sizeIn(values_[key], key) : fallback;
    }
    std::vector<std::int64_t> sizes(const char* key, std::vector<std::int64_t> fallback) const {
        if (!has(key))
            return fallback;
        if (!values_[key].is_array() || values_[key].empty())
            refuse(key, "is not a list of sizes");
        std::vector<std::int64_t> list;
        for (const auto& value : values_[key])
            list.push_back(sizeIn(value, key));
        return list;
    }

    double positive(const char* key, double fallback) const {
        const auto value = get(key, fallback);
        if (!(value > 0))
            refuse(key, "is not above 0");
        return value;
    }

    [[noreturn]] void refuse(const char* key, const char* why) const {
        throw Error{ErrorCode::ModelCorrupt,
                    sentence("{}: '{}' {}: {}.", path_.string(), key, why, has(key) ? values_[key].dump() : "missing"),
                    sentence("Download this file again.")};
    }

private:
    std::int64_t sizeIn(const json& value, const char* key) const {
        if (!value.is_number_integer())
            refuse(key, "is not in whole numbers");
        const auto size = value.get<std::int64_t>();
        if (size < 1 || size > kLargestSize)
            refuse(key, "is out of range");
        return size;
    }

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

/// `stackDepth`: layers of the deepest stack that is built with this config.
TransformerConfig transformer(const ConfigFile& file, const TransformerConfig& fallback, bool slidesByDefault,
                              std::int64_t stackDepth = 1) {
    TransformerConfig config = fallback;
    config.hiddenSize = file.size("hidden_size", fallback.hiddenSize);
    config.intermediateSize = file.size("intermediate_size", fallback.intermediateSize);
    config.headCount = file.size("num_attention_heads", fallback.headCount);
    config.keyValueHeadCount = file.size("num_key_value_heads", fallback.keyValueHeadCount);
    config.headDim = file.size("head_dim", fallback.headDim);
    config.layerCount = file.size("num_hidden_layers", fallback.layerCount);
    config.ropeTheta = file.positive("rope_theta", fallback.ropeTheta);
    config.rmsNormEps = file.positive("rms_norm_eps", fallback.rmsNormEps);
    config.attentionBias = file.get("attention_bias", false);
    config.slidingWindow =
        file.get("use_sliding_window", slidesByDefault) ? file.get<std::int64_t>("sliding_window", 128) : 0;
    config.slidingLayers = slidingLayers(file, std::max(config.layerCount, stackDepth), slidesByDefault);
    if (file.get<std::string>("hidden_act", "silu") != "silu")
        file.refuse("hidden_act", "is not the activation this model family uses");
    checkHeads(file, config);
    return config;
}

/// Keys and values that are not of this kind are left out: only the lyric time stamps need them.
std::map<std::int64_t, std::vector<std::int64_t>> alignmentHeads(const ConfigFile& file) {
    constexpr std::size_t kLongestKey = 6;
    std::map<std::int64_t, std::vector<std::int64_t>> all;
    if (!file.has("lyric_alignment_layers_config") || !file["lyric_alignment_layers_config"].is_object())
        return all;
    for (const auto& [layer, heads] : file["lyric_alignment_layers_config"].items()) {
        const bool isNumber = !layer.empty() && layer.size() <= kLongestKey
                              && std::ranges::all_of(layer, [](char c) { return c >= '0' && c <= '9'; });
        if (isNumber && heads.is_array() && std::ranges::all_of(heads, &json::is_number_integer))
            all[std::stoll(layer)] = heads.get<std::vector<std::int64_t>>();
    }
    return all;
}

std::vector<std::int64_t> fsqLevels(const ConfigFile& file, const std::vector<std::int64_t>& fallback) {
    const auto levels = file.sizes("fsq_input_levels", fallback);
    double codes = 1; // a float cannot overflow
    for (const auto level : levels) {
        if (level < 2)
            file.refuse("fsq_input_levels", "has a level that tells nothing apart");
        codes *= static_cast<double>(level);
    }
    if (codes > std::numeric_limits<std::int32_t>::max())
        file.refuse("fsq_input_levels", "has more codes than can be numbered");
    return levels;
}

} // namespace

DitConfig readDitConfig(const std::filesystem::path& folder) {
    const ConfigFile file{folder};
    DitConfig config;
    config.lyricLayerCount = file.size("num_lyric_encoder_hidden_layers", config.lyricLayerCount);
    config.timbreLayerCount = file.size("num_timbre_encoder_hidden_layers", config.timbreLayerCount);
    config.poolerLayerCount = file.size("num_attention_pooler_hidden_layers", config.poolerLayerCount);
    config.decoder = transformer(file, TransformerConfig{}, /*slidesByDefault=*/true,
                                 std::max({config.lyricLayerCount, config.timbreLayerCount, config.poolerLayerCount}));
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
    config.poolWindow = file.size("pool_window_size", config.poolWindow);
    config.fsqLevels = fsqLevels(file, config.fsqLevels);
    config.isTurbo = file.get("is_turbo", false);
    config.isLegoSft = file.get("is_lego_sft", false);
    config.modelVersion = file.get<std::string>("model_version", "");
    config.lyricAlignmentHeads = alignmentHeads(file);
    if (config.latentChannels != kLatentChannels)
        file.refuse("audio_acoustic_hidden_dim", "is not 64");
    if (config.inChannels != 3 * config.latentChannels)
        file.refuse("in_channels", "is not three times the latent channels");
    if (config.patchSize != 2)
        file.refuse("patch_size", "is not 2");
    return config;
}

VaeConfig readVaeConfig(const std::filesystem::path& folder) {
    const ConfigFile file{folder};
    VaeConfig config;
    config.encoderHiddenSize = file.size("encoder_hidden_size", config.encoderHiddenSize);
    config.decoderChannels = file.size("decoder_channels", config.decoderChannels);
    config.decoderInputChannels = file.size("decoder_input_channels", config.decoderInputChannels);
    config.audioChannels = file.size("audio_channels", config.audioChannels);
    config.channelMultiples = file.sizes("channel_multiples", config.channelMultiples);
    config.downsamplingRatios = file.sizes("downsampling_ratios", config.downsamplingRatios);
    if (config.channelMultiples.size() != config.downsamplingRatios.size())
        file.refuse("channel_multiples", "does not match downsampling_ratios");
    const auto hop = std::accumulate(config.downsamplingRatios.begin(), config.downsamplingRatios.end(), 1.0,
                                     std::multiplies<>{}); // a float cannot overflow
    if (std::llround(hop) != kHopLength || file.get<std::int64_t>("sampling_rate", 48'000) != 48'000)
        file.refuse("downsampling_ratios", "does not give 25 latent frames a second at 48 kHz");
    if (config.decoderInputChannels != kLatentChannels)
        file.refuse("decoder_input_channels", "is not 64");
    if (config.audioChannels != kChannels)
        file.refuse("audio_channels", "is not 2");
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
    config.maxPositions = file.size("max_position_embeddings", config.maxPositions);
    config.tiedEmbeddings = file.get("tie_word_embeddings", true);
    return config;
}

} // namespace ottava
