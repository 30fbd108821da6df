#!/usr/bin/env python3
"""Runs every golden case of tests/data on a device and says how far each comes from the reference's numbers.

  device_parity.py --cli build/ci/bin/ottava-cli --device cuda [--precision fp32] [--jobs 4]

Needs numpy. Prints a table: case, largest difference, cosine, signal to noise in dB; exits with 1 when a case cannot be
run or, in fp32, differs by more than the tolerance.
"""
import argparse
import concurrent.futures
import json
import math
import os
import pathlib
import struct
import subprocess
import sys
import tempfile

import numpy

ROOT = pathlib.Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "tests" / "data" / "golden"
TYPES = {"F32": "<f4", "F64": "<f8", "I64": "<i8", "I32": "<i4", "U8": "u1", "I8": "i1", "BOOL": "?"}
DIT = {"turbo": "acestep-v15-turbo", "base": "acestep-v15-base", "xl": "acestep-v15-xl-turbo"}
FP32_TOLERANCE = 2e-4  # of values of about 6: sums are taken in another order on every device


def read(path):
    data = path.read_bytes()
    size = struct.unpack("<Q", data[:8])[0]
    tensors = {}
    for name, entry in json.loads(data[8 : 8 + size]).items():
        if name != "__metadata__":
            first, last = (8 + size + offset for offset in entry["data_offsets"])
            tensors[name] = numpy.frombuffer(data[first:last], TYPES[entry["dtype"]]).reshape(entry["shape"])
    return tensors


def write(path, tensors):
    names = {kind: name for name, kind in TYPES.items()}
    header, body = {}, b""
    for name, tensor in tensors.items():
        raw = numpy.ascontiguousarray(tensor).tobytes()
        kind = tensor.dtype.str.replace("|", "")
        header[name] = {
            "dtype": names["?" if kind == "b1" else kind],
            "shape": list(tensor.shape),
            "data_offsets": [len(body), len(body) + len(raw)],
        }
        body += raw
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + body)


def cases():
    """(name, module, model, what golden files hold the inputs, options file, outputs to compare)"""
    yield "text_encoder", "text_encoder", "turbo", ["text_encoder"], None, ["last_hidden_state", "lyric_embeds"]
    for size in DIT:
        yield f"condition_encoder_{size}", "condition_encoder", size, [f"condition_encoder_{size}"], None, ["out_packed"]
        for parity in ("even", "odd"):
            name = f"dit_forward_{size}_{parity}"
            yield name, "dit", size, [name], None, ["output"]
        yield f"tokenizer_{size}", "audio_tokenizer", size, [f"tokenizer_{size}"], None, ["quantized", "detokenized"]
    yield "vae encode", "vae_encode", "turbo", ["vae"], None, ["encode_mean", "encode_std"]
    yield "vae decode", "vae_decode", "turbo", ["vae"], None, ["decoded"]
    for path in sorted([*GOLDEN.glob("sample_*.json"), *GOLDEN.glob("flowedit_*.json")]):
        options = json.loads(path.read_text())
        if "inputs" in options:
            size = path.stem.split("_")[1]
            yield path.stem, "sampler", size, [options["inputs"], path.stem], path, ["target_latents"]


def compared(found, wanted):
    a, b = found.astype(numpy.float64).ravel(), wanted.astype(numpy.float64).ravel()
    noise = float(numpy.square(a - b).sum())
    signal = float(numpy.square(b).sum())
    cosine = float(a @ b) / math.sqrt(float(a @ a) * signal) if signal else 1.0
    return float(numpy.abs(a - b).max()), cosine, 10 * math.log10(signal / noise) if noise else math.inf


def run(args, models, folder, case):
    name, module, size, inputs, options, outputs = case
    golden = {}
    for part in inputs:
        golden.update(read(GOLDEN / f"{part}.safetensors"))
    given, made = folder / f"{name}.in.safetensors", folder / f"{name}.out.safetensors"
    write(given, golden)
    command = [args.cli, "probe", module, "--in", given, "--out", made, "--models", models, "--dit", DIT[size]]
    command += ["--device", args.device, "--precision", args.precision, "--log-level", "warn"]
    command += ["--options", options] if options else []
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    if done.returncode:
        return name, done.stderr.strip().splitlines()[-1:] or [f"exit {done.returncode}"], []
    results = read(made)
    figures = []
    for what in outputs:
        wanted = golden[what]
        figures.append((what, *compared(results[what][: wanted.shape[0]], wanted)))  # some hold the first items only
    return name, done.stderr.strip().splitlines(), figures


def gather_models(folder, demo):
    models = folder / "models"
    models.mkdir()
    for place in (demo, ROOT / "tests" / "data" / "checkpoints"):
        for model in place.iterdir():
            if model.is_dir():
                os.symlink(model.resolve(), models / model.name)
    return models


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cli", required=True, type=pathlib.Path)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--precision", default="fp32", choices=["fp32", "bf16"])
    parser.add_argument("--jobs", type=int, default=1)
    args = parser.parse_args()
    args.cli = args.cli.resolve()
    demo = args.cli.parent.parent / "share" / "ottava" / "demo-model"
    failed = False
    with tempfile.TemporaryDirectory() as scratch, concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        folder = pathlib.Path(scratch)
        models = gather_models(folder, demo)
        print(f"{'case':<46}{'output':<18}{'max diff':>10}{'cosine':>11}{'SNR dB':>8}")
        for name, said, figures in pool.map(lambda case: run(args, models, folder, case), cases()):
            for what, difference, cosine, snr in figures:
                far = args.precision == "fp32" and not difference <= FP32_TOLERANCE
                failed |= far
                print(f"{name:<46}{what:<18}{difference:>10.1e}{cosine:>11.7f}{snr:>8.1f}{'  TOO FAR' if far else ''}")
            for line in said:
                print(f"{name:<46}{line}")
            failed |= not figures
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
