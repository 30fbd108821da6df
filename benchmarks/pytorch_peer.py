#!/usr/bin/env python3
"""The same stages at the same sizes in PyTorch, for the column beside Ottava's figures.

Needs torch, transformers and diffusers in the Python that runs it; Ottava itself needs none of them. Weights are random,
made in memory. Prints one JSON object: stage -> list of seconds, one a repetition; memory in MiB.

  pytorch_peer.py --stages dit,vae,lm --seconds 30 --repeats 3 --precision bf16
"""
import argparse
import json
import resource
import statistics
import sys
import time

import warnings

import torch

warnings.filterwarnings("ignore")

LATENT_HZ = 25
CONDITION_TOKENS = 256
LM_VOCABULARY = 217_204


def finished():
    if torch.get_default_device().type == "cuda":
        torch.cuda.synchronize()


def timed(work, repeats, warm_ups=1):
    for _ in range(warm_ups):
        work()
    seconds = []
    for _ in range(repeats):
        finished()
        start = time.perf_counter()
        work()
        finished()
        seconds.append(time.perf_counter() - start)
    return seconds


def made(build, dtype):
    """A module whose weights are made in their final type: initialising 2 billion of them in fp32 would take longer."""
    torch.set_default_dtype(dtype)
    try:
        return build().eval().to(torch.get_default_device())  # what is made of NumPy arrays knows no default device
    finally:
        torch.set_default_dtype(torch.float32)


def dit_step(seconds, repeats, dtype, warm_ups):
    from diffusers import AceStepTransformer1DModel

    model = made(lambda: AceStepTransformer1DModel(encoder_hidden_size=2048, is_turbo=True), dtype)
    frames = int(seconds * LATENT_HZ)
    hidden = torch.randn(1, frames, 64, dtype=dtype)
    context = torch.randn(1, frames, 128, dtype=dtype)
    condition = torch.randn(1, CONDITION_TOKENS, 2048, dtype=dtype)
    when = torch.full((1,), 0.5, dtype=dtype)
    return timed(
        lambda: model(
            hidden_states=hidden,
            timestep=when,
            timestep_r=when,
            encoder_hidden_states=condition,
            context_latents=context,
        ),
        repeats,
        warm_ups,
    )


def vae_decode(seconds, repeats, dtype):
    from diffusers import AutoencoderOobleck

    model = made(
        lambda: AutoencoderOobleck(
            downsampling_ratios=[2, 4, 4, 6, 10], channel_multiples=[1, 2, 4, 8, 16], sampling_rate=48_000
        ),
        dtype,
    )
    latents = torch.randn(1, 64, int(seconds * LATENT_HZ), dtype=dtype)
    return timed(lambda: model.decode(latents), repeats)


def language_model(dtype):
    from transformers import Qwen3Config, Qwen3ForCausalLM

    config = Qwen3Config(
        vocab_size=LM_VOCABULARY,
        hidden_size=1024,
        intermediate_size=3072,
        num_hidden_layers=28,
        num_attention_heads=16,
        num_key_value_heads=8,
        head_dim=128,
        tie_word_embeddings=True,
    )
    return made(lambda: Qwen3ForCausalLM(config), dtype)


def lm_stages(repeats, dtype, prompt_tokens=500, decoded=48):
    model = language_model(dtype)
    found = {}
    for name, rows in (("lm_decode", 1), ("lm_decode_guided", 2)):
        prompt = torch.randint(0, 150_000, (rows, prompt_tokens))
        if rows == 1:
            found["lm_prefill_500"] = timed(lambda: model(prompt, use_cache=True, logits_to_keep=1), repeats)
        rounds = []
        for _ in range(repeats):
            cache = model(prompt, use_cache=True, logits_to_keep=1).past_key_values
            token = torch.zeros((rows, 1), dtype=torch.long)
            finished()
            start = time.perf_counter()
            for _ in range(decoded):
                out = model(token, past_key_values=cache, use_cache=True)
                token = out.logits[:, -1:].argmax(-1)
            finished()
            rounds.append((time.perf_counter() - start) / decoded)
        found[name] = rounds
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stages", default="dit,vae,lm")
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--vae-seconds", type=float, default=10, help="untiled: the memory grows with it")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--warm-ups", type=int, default=1, help="steps of the DiT before the first that counts")
    parser.add_argument("--precision", choices=["bf16", "fp32"], default="bf16")
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--device", choices=["cpu", "cuda"], default="cpu")
    args = parser.parse_args()
    torch.set_default_device(args.device)
    if args.threads:
        torch.set_num_threads(args.threads)
    dtype = torch.bfloat16 if args.precision == "bf16" else torch.float32
    wanted = args.stages.split(",")
    found = {}
    with torch.inference_mode():
        if "lm" in wanted:
            found.update(lm_stages(args.repeats, dtype))
        if "dit" in wanted:
            found["dit_step"] = dit_step(args.seconds, args.repeats, dtype, args.warm_ups)
        if "vae" in wanted:
            found["vae_decode"] = vae_decode(args.vae_seconds, args.repeats, dtype)
    card_peak = torch.cuda.max_memory_allocated() if args.device == "cuda" else 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    json.dump(
        {
            "torch": torch.__version__,
            "threads": torch.get_num_threads(),
            "seconds": args.seconds,
            "vae_seconds": args.vae_seconds,
            "stages": found,
            "medians": {name: statistics.median(values) for name, values in found.items()},
            "peak_rss_mb": peak,
            "card_peak_mb": card_peak / 1e6,
        },
        sys.stdout,
    )
    print()


if __name__ == "__main__":
    main()
