#include "core/checkpoints/adapter_names.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace ottava {
namespace {

/// What trainers put before a layer's path in the decoder.
constexpr std::array<std::string_view, 7> kPrefixes = {
    "base_model.model.", "diffusion_model.", "transformer.", "model.", "decoder.", "lycoris_", "lora_unet_"};
/// Endings and the factor that each stands for; PEFT writes the adapter's name in between at times.
constexpr std::array<std::pair<std::string_view, std::string_view>, 16> kFactors = {
    {{".lora_A.weight", "lora_A"},
     {".lora_B.weight", "lora_B"},
     {".lora_A.default.weight", "lora_A"},
     {".lora_B.default.weight", "lora_B"},
     {".lora_down.weight", "lora_A"},
     {".lora_up.weight", "lora_B"},
     {".lokr_w1", "lokr_w1"},
     {".lokr_w2", "lokr_w2"},
     {".lokr_w1_a", "lokr_w1_a"},
     {".lokr_w1_b", "lokr_w1_b"},
     {".lokr_w2_a", "lokr_w2_a"},
     {".lokr_w2_b", "lokr_w2_b"},
     {".alpha", "alpha"},
     {".scalar", "scalar"},
     {".lora_magnitude_vector", "dora"},
     {".dora_scale", "dora"}}};
/// Parts of a path that hold an underscore of their own.
constexpr std::array<std::string_view, 18> kParts = {"self_attn",
                                                     "cross_attn",
                                                     "mlp",
                                                     "q_proj",
                                                     "k_proj",
                                                     "v_proj",
                                                     "o_proj",
                                                     "gate_proj",
                                                     "up_proj",
                                                     "down_proj",
                                                     "layers",
                                                     "time_embed_r",
                                                     "time_embed",
                                                     "linear_1",
                                                     "linear_2",
                                                     "time_proj",
                                                     "condition_embedder",
                                                     "proj_in"};

/// "layers_0_self_attn_q_proj" → "layers.0.self_attn.q_proj"; empty when it is no such path.
std::string dotted(std::string_view flat) {
    std::string path;
    while (!flat.empty()) {
        std::size_t length = 0;
        while (length < flat.size() && std::isdigit(static_cast<unsigned char>(flat[length])) != 0)
            ++length;
        if (length == 0) {
            const auto part = std::ranges::find_if(kParts, [&](std::string_view known) {
                return flat.starts_with(known) && (flat.size() == known.size() || flat[known.size()] == '_');
            });
            if (part == kParts.end())
                return {};
            length = part->size();
        }
        path += (path.empty() ? "" : ".") + std::string{flat.substr(0, length)};
        flat.remove_prefix(std::min(flat.size(), length + 1));
    }
    return path;
}

std::string layerPath(std::string_view name) {
    for (bool stripped = true; stripped;) {
        stripped = false;
        for (const auto prefix : kPrefixes) {
            if (name.starts_with(prefix)) {
                name.remove_prefix(prefix.size());
                stripped = true;
            }
        }
    }
    if (name.find('.') != std::string_view::npos)
        return std::string{name};
    const auto path = dotted(name);
    return path.empty() ? std::string{name} : path;
}

} // namespace

AdapterTensorName parseAdapterTensor(std::string_view name) {
    for (const auto& [ending, factor] : kFactors) {
        if (name.ends_with(ending))
            return {layerPath(name.substr(0, name.size() - ending.size())), std::string{factor}};
    }
    return {std::string{name}, {}};
}

} // namespace ottava
