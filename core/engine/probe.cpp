#include "core/engine/probe.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/engine/adapter_choice.h"
#include "core/engine/device_choice.h"
#include "core/engine/probe_lm.h"
#include "core/engine/probe_sampler.h"
#include "core/engine/torch_errors.h"
#include "core/tasks/model_store.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <c10/core/InferenceMode.h>

#include <fmt/format.h>

#include <map>

namespace ottava {
namespace {

using ProbeModule = TensorMap (*)(ModelStore&, const ProbeInput&);

TensorMap textEncoder(ModelStore& models, const ProbeInput& in) {
    const auto encoder = models.textEncoder();
    return {{"last_hidden_state", encoder->forward(in.required("prompt_ids"))},
            {"lyric_embeds", encoder->embed(in.required("lyric_ids"))}};
}

TensorMap conditionEncoder(ModelStore& models, const ProbeInput& in) {
    const auto encoder = models.conditionEncoder();
    const auto inputs = readConditionInputs(in);
    const auto packed = encoder->forward(inputs.text, inputs.lyrics, inputs.clips);
    return {{"out_packed", packed.states},
            {"out_packed_mask", packed.mask.to(at::kByte)},
            {"out_timbre", encoder->encodeTimbre(inputs.clips).states}};
}

TensorMap dit(ModelStore& models, const ProbeInput& in) {
    const auto model = models.dit();
    const auto t = in.required("timestep");
    const auto condition = model->prepare(in.required("encoder_hidden_states"));
    return {{"output", model->forward(in.required("hidden_states"), in.required("context_latents"), condition, t,
                                      in.optional("timestep_r").value_or(t))}};
}

TensorMap audioTokenizer(ModelStore& models, const ProbeInput& in) {
    const auto tokenizer = models.audioTokenizer();
    const auto codes = tokenizer->forward(padToCodes(in.required("latents"), models.silence(), tokenizer->poolWindow));
    return {{"indices", codes.indices.unsqueeze(-1).to(at::kInt)},
            {"quantized", codes.quantized},
            {"detokenized", models.audioDetokenizer()->forward(codes.quantized)}};
}

TensorMap detokenizer(ModelStore& models, const ProbeInput& in) {
    auto codes = in.required("codes");
    if (codes.dim() == 3)
        codes = codes.squeeze(-1);
    const auto quantized = models.audioTokenizer()->fsq.fromIndices(codes.to(at::kLong));
    return {{"codes_quantized", quantized}, {"codes_detokenized", models.audioDetokenizer()->forward(quantized)}};
}

TensorMap vaeEncode(ModelStore& models, const ProbeInput& in) {
    const auto latents = models.vaeEncoder()->forward(in.required("audio"));
    return {{"encode_mean", latents.mean}, {"encode_std", latents.std}};
}

TensorMap vaeDecode(ModelStore& models, const ProbeInput& in) {
    const auto latents = in.required("latents");
    std::vector<at::Tensor> items;
    for (const auto& item : latents.split(1))
        items.push_back(models.vaeDecoder()->forward(item));
    return {{"decoded", at::cat(items)}};
}

const std::map<std::string, ProbeModule>& probeModules() {
    static const std::map<std::string, ProbeModule> modules{{"text_encoder", textEncoder},
                                                            {"condition_encoder", conditionEncoder},
                                                            {"dit", dit},
                                                            {"lm", probeLm},
                                                            {"audio_tokenizer", audioTokenizer},
                                                            {"detokenizer", detokenizer},
                                                            {"vae_encode", vaeEncode},
                                                            {"vae_decode", vaeDecode},
                                                            {"sampler", probeSampler}};
    return modules;
}

} // namespace

void probe(const std::string& module, const EngineSettings& settings, const ProbeOptions& options) {
    const auto found = probeModules().find(module);
    if (found == probeModules().end())
        throw Error{ErrorCode::BadRequest, fmt::format("There is no module '{}' to probe.", module),
                    "Use text_encoder, condition_encoder, dit, audio_tokenizer, detokenizer, lm, vae_encode, "
                    "vae_decode or sampler."};
    const c10::InferenceMode inference;
    requireFile(options.in);
    auto wish = settings;
    if (wish.precision == Precision::Auto)
        wish.precision = Precision::Fp32;
    withTorchErrors([&] {
        ModelStore models;
        if (module == "lm" && !wish.lm)
            wish.lm = defaultLm(wish.models);
        const auto device = chooseDevice(wish);
        models.choose(modelChoice(wish, device));
        if (!options.adapter.empty())
            models.chooseAdapter(AdapterShelf{}.take(options.adapter, options.adapterScale, wish.models, wish.dit));
        const ProbeInput in{Safetensors::open(options.in), options.options, device.device, device.dtype};
        auto out = found->second(models, in);
        for (auto& [name, tensor] : out)
            tensor = at::isFloatingType(tensor.scalar_type()) ? tensor.to(at::kCPU, at::kFloat) : tensor.cpu();
        saveSafetensors(options.out, out);
    });
}

} // namespace ottava
