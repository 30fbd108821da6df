#!/usr/bin/env python3
"""Writes models of the full size of ACE-Step 1.5 (2B) with random weights, in the layout of the release.

  benchmarks/full_size_models.py FOLDER      about 6.1 GB

So the program is measured as its users run it, files and loading included, on machines that cannot have the release.
Everything but weights and sizes is the demo model's. What such models sing is noise.
"""
import array
import json
import pathlib
import random
import shutil
import struct
import sys

DEMO = pathlib.Path(__file__).resolve().parent.parent / "resources" / "demo-model"
BLOCK = 999_983  # numbers that are drawn; larger tensors repeat them. Prime, so that no two rows of a matrix are alike

TEXT = {"hidden_size": 1024, "intermediate_size": 3072, "num_hidden_layers": 28, "num_attention_heads": 16,
        "num_key_value_heads": 8, "head_dim": 128, "vocab_size": 151669}
DIT = {"hidden_size": 2048, "intermediate_size": 6144, "num_hidden_layers": 24, "num_attention_heads": 16,
       "num_key_value_heads": 8, "head_dim": 128, "text_hidden_dim": 1024, "sliding_window": 128,
       "timbre_fix_frame": 750, "num_lyric_encoder_hidden_layers": 8, "num_timbre_encoder_hidden_layers": 4,
       "num_attention_pooler_hidden_layers": 2}
VAE = {"channel_multiples": [1, 2, 4, 8, 16], "decoder_channels": 128, "encoder_hidden_size": 128,
       "downsampling_ratios": [2, 4, 4, 6, 10]}
LATENTS, FSQ, AUDIO = 64, 6, 2


def linear(name, out, into, bias=True):
    yield f"{name}.weight", [out, into]
    if bias:
        yield f"{name}.bias", [out]


def attention(name, config):
    width, head = config["hidden_size"], config["head_dim"]
    queries, keys = config["num_attention_heads"] * head, config["num_key_value_heads"] * head
    yield f"{name}.q_proj.weight", [queries, width]
    yield f"{name}.k_proj.weight", [keys, width]
    yield f"{name}.v_proj.weight", [keys, width]
    yield f"{name}.o_proj.weight", [width, queries]
    yield f"{name}.q_norm.weight", [head]
    yield f"{name}.k_norm.weight", [head]


def mlp(name, config):
    width, inner = config["hidden_size"], config["intermediate_size"]
    yield f"{name}.gate_proj.weight", [inner, width]
    yield f"{name}.up_proj.weight", [inner, width]
    yield f"{name}.down_proj.weight", [width, inner]


def transformer(name, config, layers):
    width = config["hidden_size"]
    for layer in (f"{name}layers.{index}" for index in range(layers)):
        yield f"{layer}.input_layernorm.weight", [width]
        yield f"{layer}.post_attention_layernorm.weight", [width]
        yield from attention(f"{layer}.self_attn", config)
        yield from mlp(f"{layer}.mlp", config)
    yield f"{name}norm.weight", [width]


def text_encoder():
    yield "embed_tokens.weight", [TEXT["vocab_size"], TEXT["hidden_size"]]
    yield from transformer("", TEXT, TEXT["num_hidden_layers"])


def decoder():
    width = DIT["hidden_size"]
    yield "decoder.proj_in.1.weight", [width, 3 * LATENTS, 2]
    yield "decoder.proj_in.1.bias", [width]
    yield "decoder.proj_out.1.weight", [width, LATENTS, 2]
    yield "decoder.proj_out.1.bias", [LATENTS]
    yield from linear("decoder.condition_embedder", width, width)
    for time in ("decoder.time_embed", "decoder.time_embed_r"):
        yield from linear(f"{time}.linear_1", width, 256)
        yield from linear(f"{time}.linear_2", width, width)
        yield from linear(f"{time}.time_proj", 6 * width, width)
    for layer in (f"decoder.layers.{index}" for index in range(DIT["num_hidden_layers"])):
        for norm in ("self_attn_norm", "cross_attn_norm", "mlp_norm"):
            yield f"{layer}.{norm}.weight", [width]
        yield from attention(f"{layer}.self_attn", DIT)
        yield from attention(f"{layer}.cross_attn", DIT)
        yield from mlp(f"{layer}.mlp", DIT)
        yield f"{layer}.scale_shift_table", [1, 6, width]
    yield "decoder.norm_out.weight", [width]
    yield "decoder.scale_shift_table", [1, 2, width]


def dit():
    width = DIT["hidden_size"]
    yield "null_condition_emb", [1, 1, width]
    yield from decoder()
    yield "encoder.text_projector.weight", [width, DIT["text_hidden_dim"]]
    for part, into in (("lyric", DIT["text_hidden_dim"]), ("timbre", LATENTS)):
        yield from linear(f"encoder.{part}_encoder.embed_tokens", width, into)
        yield from transformer(f"encoder.{part}_encoder.", DIT, DIT[f"num_{part}_encoder_hidden_layers"])
    yield from linear("tokenizer.audio_acoustic_proj", width, LATENTS)
    yield from linear("tokenizer.attention_pooler.embed_tokens", width, width)
    yield from transformer("tokenizer.attention_pooler.", DIT, DIT["num_attention_pooler_hidden_layers"])
    yield "tokenizer.attention_pooler.special_token", [1, 1, width]
    yield from linear("tokenizer.quantizer.project_in", FSQ, width)
    yield from linear("tokenizer.quantizer.project_out", width, FSQ)
    yield from linear("detokenizer.embed_tokens", width, width)
    yield from transformer("detokenizer.", DIT, DIT["num_attention_pooler_hidden_layers"])
    yield "detokenizer.special_tokens", [1, 5, width]
    yield from linear("detokenizer.proj_out", LATENTS, width)


def convolution(name, out, into, kernel, bias=True, transposed=False):
    first = into if transposed else out
    yield f"{name}.weight_g", [first, 1, 1]
    yield f"{name}.weight_v", [first, out if transposed else into, kernel]
    if bias:
        yield f"{name}.bias", [out]


def snake(name, channels):
    yield f"{name}.alpha", [1, channels, 1]
    yield f"{name}.beta", [1, channels, 1]


def residual_units(name, channels):
    for unit in (f"{name}.res_unit{number}" for number in (1, 2, 3)):
        yield from snake(f"{unit}.snake1", channels)
        yield from convolution(f"{unit}.conv1", channels, channels, 7)
        yield from snake(f"{unit}.snake2", channels)
        yield from convolution(f"{unit}.conv2", channels, channels, 1)


def vae():
    ratios = VAE["downsampling_ratios"]
    widths = [VAE["encoder_hidden_size"] * multiple for multiple in [1, *VAE["channel_multiples"]]]
    yield from convolution("encoder.conv1", widths[0], AUDIO, 7)
    for index, ratio in enumerate(ratios):
        block = f"encoder.block.{index}"
        yield from residual_units(block, widths[index])
        yield from snake(f"{block}.snake1", widths[index])
        yield from convolution(f"{block}.conv1", widths[index + 1], widths[index], 2 * ratio)
    yield from snake("encoder.snake1", widths[-1])
    yield from convolution("encoder.conv2", 2 * LATENTS, widths[-1], 3)
    yield from convolution("decoder.conv1", widths[-1], LATENTS, 7)
    for index, ratio in enumerate(reversed(ratios)):
        block, into, out = f"decoder.block.{index}", widths[-1 - index], widths[-2 - index]
        yield from snake(f"{block}.snake1", into)
        yield from convolution(f"{block}.conv_t1", out, into, 2 * ratio, transposed=True)
        yield from residual_units(block, out)
    yield from snake("decoder.snake1", widths[0])
    yield from convolution("decoder.conv2", AUDIO, widths[0], 7, bias=False)


def bf16(numbers):
    """The upper halves of float32 numbers, little-endian."""
    halves = array.array("H", (bits >> 16 for bits in array.array("I", array.array("f", numbers).tobytes())))
    return halves.tobytes()


DRAW = random.Random(1)
NOISE = bf16(DRAW.gauss(0, 0.02) for _ in range(BLOCK))
ONES, ZEROS = bf16([1.0]) * BLOCK, bytes(2 * BLOCK)


def pattern(name, shape):
    """Numbers that keep activations of order one: norms and gains 1, biases and snake exponents 0, the rest small."""
    if name.endswith((".bias", ".alpha", ".beta")):
        return ZEROS
    return ONES if name.endswith("weight_g") or len(shape) == 1 else NOISE


def size_of(shape):
    size = 2
    for length in shape:
        size *= length
    return size


def write(path, tensors):
    header, end = {}, 0
    for name, shape in tensors:
        header[name] = {"dtype": "BF16", "shape": shape, "data_offsets": [end, end + size_of(shape)]}
        end += size_of(shape)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for name, shape in tensors:
            repeats, rest = divmod(size_of(shape), 2 * BLOCK)
            block = pattern(name, shape)
            for _ in range(repeats):
                file.write(block)
            file.write(block[:rest])


def model(target, name, file, tensors, sizes):
    folder = target / name
    shutil.copytree(DEMO / name, folder, ignore=shutil.ignore_patterns("*.safetensors*"), dirs_exist_ok=True)
    config = json.loads((folder / "config.json").read_text()) | sizes
    if "layer_types" in config:
        kinds = ["sliding_attention", "full_attention"] if config.get("use_sliding_window") else ["full_attention"]
        config["layer_types"] = [kinds[index % len(kinds)] for index in range(config["num_hidden_layers"])]
    (folder / "config.json").write_text(json.dumps(config, indent=1))
    write(folder / file, list(tensors))


def main(target):
    model(target, "Qwen3-Embedding-0.6B", "model.safetensors", text_encoder(), TEXT)
    model(target, "acestep-v15-turbo", "model.safetensors", dit(), DIT)
    model(target, "vae", "diffusion_pytorch_model.safetensors", vae(), VAE)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(pathlib.Path(sys.argv[1]))
