#include "core/engine/probe_sampler.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/diffusion/flow_edit.h"
#include "core/diffusion/noise.h"
#include "core/engine/dit_predictor.h"
#include "core/tasks/context.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <random>

namespace ottava {
namespace {

using nlohmann::json;

/// The reference's keyword arguments of one run, with its defaults.
struct Options {
    json values;

    template<class Value>
    Value get(const char* key, Value fallback) const {
        return values.contains(key) && !values[key].is_null() ? values[key].get<Value>() : fallback;
    }
    std::optional<int> steps() const {
        const int steps = get("infer_steps", 0);
        return steps > 0 ? std::optional{steps} : std::nullopt;
    }
};

struct Case {
    Options kwargs;
    std::vector<std::int64_t> seeds;
    std::optional<std::int64_t> globalSeed;
};

std::vector<std::int64_t> seedList(const json& value) {
    return value.is_array() ? value.get<std::vector<std::int64_t>>() : std::vector{value.get<std::int64_t>()};
}

Case readCase(const std::filesystem::path& file) try {
    const auto parsed = json::parse(readTextFile(file));
    Case options;
    options.kwargs.values = parsed.value("kwargs", json::object());
    options.seeds = seedList(parsed.at("seeds"));
    if (parsed.contains("global_manual_seed") && !parsed["global_manual_seed"].is_null())
        options.globalSeed = parsed["global_manual_seed"].get<std::int64_t>();
    return options;
} catch (const json::exception& e) {
    throw Error{ErrorCode::BadRequest, fmt::format("{}: {}.", file.string(), e.what()),
                "Give --options FILE.json with kwargs, seeds and global_manual_seed."};
}

WaveletBands bandsNamed(const std::string& mode) {
    static const std::map<std::string, WaveletBands> names{{"low", WaveletBands::Low},
                                                           {"high", WaveletBands::High},
                                                           {"double", WaveletBands::Both},
                                                           {"pix", WaveletBands::Samples}};
    const auto found = names.find(mode);
    if (found == names.end())
        throw Error{ErrorCode::BadRequest, fmt::format("dcw_mode: '{}' is no mode.", mode),
                    "Use low, high, double or pix."};
    return found->second;
}

Solver solverOf(const Options& kwargs) {
    if (kwargs.get<std::string>("infer_method", "ode") == "sde")
        return Solver::Sde;
    return kwargs.get<std::string>("sampler_mode", "euler") == "heun" ? Solver::Heun : Solver::Euler;
}

Schedule scheduleOf(const Options& kwargs, bool turbo) {
    const auto shift = kwargs.get("shift", turbo ? 3.0 : 1.0);
    const auto custom = kwargs.get("timesteps", std::vector<double>{});
    return turbo ? turboSchedule(kwargs.steps(), shift, custom)
                 : linearSchedule(kwargs.steps().value_or(30), shift, custom);
}

std::optional<RepaintRegion> repaintOf(const Options& kwargs, const ProbeInput& in) {
    const auto mask = in.optional("repaint_mask");
    const auto clean = in.optional("clean_src_latents");
    if (!mask || !clean)
        return std::nullopt;
    return RepaintRegion{.mask = mask->to(at::kBool),
                         .clean = *clean,
                         .injectionRatio = kwargs.get("repaint_injection_ratio", 0.5),
                         .crossfadeFrames = kwargs.get<std::int64_t>("repaint_crossfade_frames", 10)};
}

SamplerOptions samplerOptions(const Options& kwargs, const ProbeInput& in, bool turbo) {
    return SamplerOptions{.schedule = scheduleOf(kwargs, turbo),
                          .solver = solverOf(kwargs),
                          .guidance = {.scale = turbo ? 1.0 : kwargs.get("diffusion_guidance_scale", 7.0),
                                       .adaptive = kwargs.get("use_adg", false),
                                       .intervalStart = kwargs.get("cfg_interval_start", 0.0),
                                       .intervalEnd = kwargs.get("cfg_interval_end", 1.0)},
                          .velocityNormThreshold = kwargs.get("velocity_norm_threshold", 0.0),
                          .velocityEmaFactor = kwargs.get("velocity_ema_factor", 0.0),
                          .wavelet = {.enabled = kwargs.get("dcw_enabled", true),
                                      .bands = bandsNamed(kwargs.get<std::string>("dcw_mode", "double")),
                                      .scaler = kwargs.get("dcw_scaler", 0.05),
                                      .highScaler = kwargs.get("dcw_high_scaler", 0.02),
                                      .wavelet = kwargs.get<std::string>("dcw_wavelet", "haar")},
                          .repaint = repaintOf(kwargs, in)};
}

at::Tensor mixedNoise(const Case& options, std::int64_t frames, std::int64_t channels) {
    const auto noise = initialNoise(options.seeds, frames, channels);
    const auto variance = options.kwargs.get("retake_variance", 0.0);
    if (variance <= 0)
        return noise;
    const auto retake = initialNoise(seedList(options.kwargs.values.at("retake_seed")), frames, channels);
    return mixRetake(noise, retake, variance);
}

/// Context and condition of the steps after the cover switch.
StepCondition nonCoverCondition(ModelStore& models, const ProbeInput& in, const ConditionInputs& inputs,
                                std::int64_t frames) {
    const MaskedSequence text{in.states("non_cover_text_hidden_states"), in.required("non_cover_text_attention_mask")};
    const auto masks = in.required("chunk_masks");
    const auto silence = silenceSource(models, masks.size(0), frames);
    return {models.conditionEncoder()->forward(text, inputs.lyrics, inputs.clips).states, joinContext(silence, masks)};
}

/// A morph: the tensors without a prefix are what the music was, those with `target_` what it becomes.
at::Tensor probeFlowEdit(ModelStore& models, const ProbeInput& in, const Case& options) {
    const auto& kwargs = options.kwargs;
    const bool turbo = models.ditConfig().isTurbo;
    const auto before = readConditionInputs(in);
    const MaskedSequence text{in.states("target_text_hidden_states"), in.required("target_text_attention_mask")};
    const MaskedSequence lyrics{in.states("target_lyric_hidden_states"), in.required("target_lyric_attention_mask")};
    const auto source = in.required("src_latents");
    const auto covers = in.optional("is_covers").value_or(at::zeros({source.size(0)}, at::kLong));
    const auto heard = in.optional("ctx_src_latents").value_or(source);
    const auto context = joinContext(withCodeHints(models, heard, covers, in.optional("precomputed_lm_hints_25Hz")),
                                     in.required("chunk_masks"));
    const FlowEditOptions edit{.schedule = flowEditSchedule(kwargs.steps().value_or(60), kwargs.get("shift", 1.0),
                                                            kwargs.get("timesteps", std::vector<double>{})),
                               .guidance = {.scale = turbo ? 1.0 : kwargs.get("diffusion_guidance_scale", 15.0),
                                            .adaptive = false,
                                            .intervalStart = kwargs.get("cfg_interval_start", 0.0),
                                            .intervalEnd = kwargs.get("cfg_interval_end", 1.0)},
                               .velocityNormThreshold = kwargs.get("velocity_norm_threshold", 0.0),
                               .velocityEmaFactor = kwargs.get("velocity_ema_factor", 0.0),
                               .windowStart = kwargs.get("edit_n_min", 0.0),
                               .windowEnd = kwargs.get("edit_n_max", 1.0),
                               .draws = kwargs.get("edit_n_avg", 1)};
    const auto encoder = models.conditionEncoder();
    const auto predictor = [&](const MaskedSequence& words, const MaskedSequence& sung) {
        PredictorInputs inputs{.main = {encoder->forward(words, sung, before.clips).states, context},
                               .nonCover = std::nullopt,
                               .coverSteps = 0,
                               .nullCondition = std::nullopt,
                               .oneAtATime = false};
        if (edit.guidance.active())
            inputs.nullCondition = models.nullCondition();
        return DitPredictor{models.dit(), std::move(inputs)};
    };
    auto sourcePredictor = predictor(before.text, before.lyrics);
    auto targetPredictor = predictor(text, lyrics);
    const auto seeds = kwargs.values.contains("retake_seed") && !kwargs.values["retake_seed"].is_null()
                           ? seedList(kwargs.values["retake_seed"])
                           : options.seeds;
    std::vector<at::Generator> generators;
    for (const auto seed : seeds)
        generators.push_back(seededGenerator(seed));
    const Predict was = std::ref(sourcePredictor), becomes = std::ref(targetPredictor);
    return flowEdit({.source = was, .target = becomes}, edit, source, std::move(generators), {});
}

} // namespace

at::Tensor ProbeInput::required(const std::string& name) const {
    if (!file.contains(name))
        throw Error{ErrorCode::BadRequest, fmt::format("{} has no tensor '{}'.", file.path().string(), name),
                    "This module needs it: add it to the input file."};
    return file[name].to(device);
}

at::Tensor ProbeInput::states(const std::string& name) const {
    return required(name).to(dtype);
}

std::optional<at::Tensor> ProbeInput::optional(const std::string& name) const {
    return file.contains(name) ? std::optional{file[name].to(device)} : std::nullopt;
}

ConditionInputs readConditionInputs(const ProbeInput& in) {
    return {.text = {in.states("text_hidden_states"), in.required("text_attention_mask")},
            .lyrics = {in.states("lyric_hidden_states"), in.required("lyric_attention_mask")},
            .clips = {in.states("refer_audio_acoustic_hidden_states_packed"), in.required("refer_audio_order_mask")}};
}

TensorMap probeSampler(ModelStore& models, const ProbeInput& in) {
    const auto options = readCase(in.optionsFile);
    if (in.optional("target_text_hidden_states"))
        return {{"target_latents", probeFlowEdit(models, in, options)}};
    const auto& kwargs = options.kwargs;
    const bool turbo = models.ditConfig().isTurbo;
    const auto inputs = readConditionInputs(in);
    const auto source = in.required("src_latents");
    const auto frames = source.size(1);
    const auto covers = in.optional("is_covers").value_or(at::zeros({source.size(0)}, at::kLong));
    const auto hinted = withCodeHints(models, source, covers, in.optional("precomputed_lm_hints_25Hz"));
    auto sampler = samplerOptions(kwargs, in, turbo);
    const auto noise = mixedNoise(options, frames, source.size(2)).to(source.device());
    auto x = noise;
    const double coverNoise = kwargs.get("cover_noise_strength", 0.0);
    if (coverNoise > 0) {
        sampler.schedule = truncatedAt(std::move(sampler.schedule), 1 - coverNoise);
        const double t = sampler.schedule.timesteps.front();
        x = t * noise + (1 - t) * source;
    }
    PredictorInputs predictor{
        .main = {models.conditionEncoder()->forward(inputs.text, inputs.lyrics, inputs.clips).states,
                 joinContext(hinted, in.required("chunk_masks"))},
        .nonCover = std::nullopt,
        .coverSteps = 0,
        .nullCondition = std::nullopt,
        .oneAtATime = false};
    const double coverStrength = kwargs.get("audio_cover_strength", 1.0);
    if (coverStrength < 1) {
        predictor.nonCover = nonCoverCondition(models, in, inputs, frames);
        const int steps = turbo ? sampler.schedule.stepCount() : sampler.schedule.requestedSteps;
        predictor.coverSteps = static_cast<int>(steps * coverStrength);
    }
    if (sampler.guidance.active())
        predictor.nullCondition = models.nullCondition();
    DitPredictor predict{models.dit(), std::move(predictor)};
    const auto generator = seededGenerator(options.globalSeed.value_or(std::random_device{}()));
    return {{"target_latents", sample(std::ref(predict), sampler, x, noise, generator, {})}};
}

} // namespace ottava
