#!/usr/bin/env python3
"""Measures every stage, beside PyTorch where a Python with it is given, and writes the table of docs/performance.md.

  benchmarks/full_size_models.py FOLDER
  benchmarks/performance.py --cli build/release/bin/ottava-cli --models FOLDER [--peer PYTHON] > docs/performance.md

Ottava and PyTorch take turns, so that whatever slows the machine for a while slows both. PYTHON is one in which torch,
transformers and diffusers are installed; without it the columns of PyTorch stay empty.
"""
import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent

# Multiply-adds that the mathematics needs, in GFLOP: window attention inside its window only, keys and values of the
# cross attention once a song.
DIT_STEP_GFLOP = {30: 1100, 120: 4570, 240: 9570}
LM_PREFILL_GFLOP = 470

OTTAVA_RUNS = {
    "bf16": ["--seconds", "30", "--steps", "3", "--lm", "0.6b"],
    "int8": ["--seconds", "30", "--steps", "3", "--lm", "0.6b", "--precision", "int8"],
    "bf16 120 s": ["--seconds", "120", "--steps", "1", "--dit-only"],
    "bf16 240 s": ["--seconds", "240", "--steps", "1", "--dit-only"],
}
SONG = {
    "caption": "slow piano ballad with strings",
    "lyrics": "[verse]\nlight on the water\nslow in the morning\n[chorus]\ncarry me home",
    "duration": 30,
    "batch_size": 1,
    "seeds": [1],
}
# One process a stage: the next one finds the memory free again.
PEER_RUNS = {
    "bf16": [["--stages", stage] for stage in ("lm", "dit", "vae")],
    "bf16 120 s": [["--seconds", "120", "--stages", "dit", "--repeats", "1", "--warm-ups", "0"]],
    "bf16 240 s": [["--seconds", "240", "--stages", "dit", "--repeats", "1", "--warm-ups", "0"]],
}


def output_of(command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}\nfailed: {done.stderr.strip()}")
    return json.loads(done.stdout)


class Samples:
    """Figures by run and stage, one list each."""

    def __init__(self):
        self.values = {}

    def add(self, run, stage, value):
        self.values.setdefault((run, stage), []).append(value)

    def of(self, run, stage):
        return self.values.get((run, stage), [])

    def median(self, run, stage):
        found = self.of(run, stage)
        return statistics.median(found) if found else None

    def text(self, run, stage, digits=2):
        found = self.of(run, stage)
        if not found:
            return "–"
        return f"{statistics.median(found):.{digits}f} ({min(found):.{digits}f}–{max(found):.{digits}f})"


def take_ottava(cli, run, ottava):
    report = output_of([cli, "bench", "--size", "2b", "--json", *OTTAVA_RUNS[run]])
    for stage in report["stages"]:
        ottava.add(run, stage["stage"], stage["median_s"])
    for gain in report["option_gains"]:
        ottava.add(run, gain["option"], gain["factor"])
    for decode in report["lm_decode"]:
        ottava.add(run, f"decode {decode['rows']}", decode["tokens_per_s"])
        ottava.add(run, "weights GB/token", decode["weights_gb_s"] / decode["best_tokens_per_s"])
    for key in ("gflops", "bandwidth_gb_s"):
        ottava.add(run, key, report[key])
    return report


def take_song(cli, models, run, ottava):
    """A whole process, from the request to the file on disk."""
    precision = "auto" if run == "bf16" else run  # decodes in fp32
    with tempfile.TemporaryDirectory() as folder:
        request = pathlib.Path(folder) / "song.json"
        request.write_text(json.dumps(SONG))
        start = time.monotonic()
        report = output_of([cli, "generate", "--models", models, "--lm", "none", "--precision", precision, "--request",
                            request, "--out", folder, "--progress", "none", "--json"])
        ottava.add(f"song {run}", "wall", time.monotonic() - start)
    ottava.add(f"song {run}", "peak_rss_mb", report["peak_rss_mb"])


def take_peer(python, run, peer):
    most = 0
    for options in PEER_RUNS[run]:
        report = output_of([python, HERE / "pytorch_peer.py", *options])
        for stage, seconds in report["stages"].items():
            for value in seconds:
                if stage.startswith("lm_decode"):
                    value = 1 / value
                if stage == "vae_decode":
                    value = value / report["vae_seconds"]
                peer.add(run, stage, value)
        most = max(most, report["peak_rss_mb"])
    peer.add(run, "peak_rss_mb", most)
    return report["torch"]


def ratio(ours, theirs):
    return "–" if ours is None or theirs is None else f"{ours / theirs:.2f}"


def limit_text(limit, digits=2):
    return "–" if limit is None else f"{limit:.{digits}f}"


def row(label, ours, theirs="–", limit="–", to_peer="–", to_limit="–"):
    return f"| {label} | {ours} | {theirs} | {limit} | {to_peer} | {to_limit} |"


def time_row(label, run, stage, ottava, peer, peer_run, peer_stage, gflop, scale=1.0):
    own = Samples()
    for value in ottava.of(run, stage):
        own.add(run, stage, value * scale)
    # What libtorch multiplies bf16 with is measured beside the run; there is no such measure of int8.
    limit = gflop / ottava.median(run, "gflops") if gflop and run != "int8" else None
    mine = own.median(run, stage)
    return row(
        label,
        own.text(run, stage),
        peer.text(peer_run, peer_stage),
        limit_text(limit),
        ratio(mine, peer.median(peer_run, peer_stage)),
        ratio(mine, limit),
    )


def whole_row(ottava, peer):
    """A song of 30 s as its stages add up: encoders, eight steps, decoding."""
    stages = ["text encoder", "condition encoder"] + ["diffusion step"] * 8 + ["VAE decode of one item"]
    for run in ("bf16", "int8"):
        ours = sum(ottava.median(run, stage) for stage in stages)
        theirs = None
        if peer.of("bf16", "dit_step"):
            theirs = 8 * peer.median("bf16", "dit_step") + 30 * peer.median("bf16", "vae_decode")
        yield row(f"30 s of music, 8 steps, all stages, {run} (s)", f"{ours:.1f}",
                  "–" if theirs is None else f"{theirs:.1f} without encoders", "–", ratio(ours, theirs))


def decode_row(label, run, rows, ottava, peer, peer_stage):
    limit = ottava.median(run, "bandwidth_gb_s") / ottava.median(run, "weights GB/token")
    mine = ottava.median(run, f"decode {rows}")
    return row(
        label,
        ottava.text(run, f"decode {rows}", 1),
        peer.text("bf16", peer_stage, 1),
        limit_text(limit, 1),
        ratio(mine, peer.median("bf16", peer_stage)),
        ratio(mine, limit),
    )


def table(ottava, peer):
    yield "| stage | Ottava | PyTorch bf16 | machine's limit | ÷ PyTorch | ÷ limit |"
    yield "|---|---|---|---|---|---|"
    step, decode = "diffusion step", "VAE decode of one item"
    for run in ("bf16", "int8"):
        yield time_row(f"DiT step, 30 s, {run} (s)", run, step, ottava, peer, "bf16", "dit_step", DIT_STEP_GFLOP[30])
    for seconds in (120, 240):
        run = f"bf16 {seconds} s"
        yield time_row(
            f"DiT step, {seconds} s, bf16 (s)", run, step, ottava, peer, run, "dit_step", DIT_STEP_GFLOP[seconds]
        )
    yield time_row(
        "VAE decode, fp32 (s per second of sound)", "bf16", decode, ottava, peer, "bf16", "vae_decode",
        None, 1 / 30,
    )
    yield row("of it until the first 2.6 s of sound (s)", ottava.text("bf16", "of it until the first tile"))
    yield row("text encoder, bf16 (s)", ottava.text("bf16", "text encoder"))
    yield row("condition encoder, bf16 (s)", ottava.text("bf16", "condition encoder"))
    yield time_row(
        "LM 0.6B prefill, 500 tokens, bf16 (s)", "bf16", "LM prefill, 500 tokens", ottava, peer, "bf16",
        "lm_prefill_500", LM_PREFILL_GFLOP,
    )
    for run in ("bf16", "int8"):
        yield decode_row(f"LM 0.6B decode, {run} (tokens/s)", run, 1, ottava, peer, "lm_decode")
        yield decode_row(f"LM 0.6B decode with guidance, {run} (tokens/s)", run, 2, ottava, peer, "lm_decode_guided")
    yield from whole_row(ottava, peer)
    for run in ("bf16", "int8"):
        yield row(f"30 s of music: process start to file, {run} (s)", ottava.text(f"song {run}", "wall", 1))
    for run in ("bf16", "int8"):
        yield row(
            f"peak memory of that process, {run} (MB)", ottava.text(f"song {run}", "peak_rss_mb", 0),
            peer.text("bf16", "peak_rss_mb", 0) + " for one stage at a time" if peer.of("bf16", "peak_rss_mb") else "–",
        )


def quality_table(reports):
    yield "| run | module | cosine to fp32 | SNR (dB) |"
    yield "|---|---|---|---|"
    for run in ("bf16", "int8"):
        for found in reports[run]["distance_from_fp32"]:
            yield f"| {run} | {found['module']} | {found['cosine']:.6f} | {found['snr_db']:.1f} |"


def document(arguments, ottava, peer, reports, torch_version, leak):
    machine = reports["bf16"]
    yield "# Speed and memory"
    yield ""
    yield (
        f"Median (lowest–highest) of {arguments.rounds} round(s) on one machine: {machine['device']}, "
        f"{machine['threads']} threads, {ottava.median('bf16', 'gflops'):.0f} GFLOP/s of matrix products in bf16, "
        f"{ottava.median('bf16', 'bandwidth_gb_s'):.0f} GB/s of memory read, "
        "measured within the runs. Models have their full size and random weights. "
        + (f"PyTorch {torch_version} took turns with Ottava." if torch_version else "PyTorch was not measured.")
    )
    yield ""
    yield from table(ottava, peer)
    yield ""
    yield (
        "The limit is the work that the mathematics needs over the speed of matrix products (times), or the memory's speed over "
        "the weights that a token reads (tokens/s). PyTorch: `diffusers` for the DiT and the autoencoder, untiled, "
        "`transformers` for the language model."
    )
    yield ""
    yield "## What the options gain"
    yield ""
    yield "| option | a DiT step of 30 s of music is faster by |"
    yield "|---|---|"
    for option in ("condition once a song", "flash attention", "compile", "int8"):
        yield f"| {option} | {ottava.text('bf16', option)} |"
    yield ""
    yield "## Distance from fp32"
    yield ""
    yield from quality_table(reports)
    yield ""
    yield (
        "Song: eight steps of the demo model, decoded in fp32. Its weights are random, which makes decoding amplify every "
        "difference."
    )
    yield ""
    yield "## Growth"
    yield ""
    if arguments.sweep:
        yield f"![Seconds of a DiT step by length and batch]({arguments.sweep.name})"
        yield ""
    yield (
        f"{arguments.leak} songs of the demo model one after the other: resident memory {leak['rss_mb'][0]:.0f} MB after the first, "
        f"{leak['rss_mb'][-1]:.0f} MB after the last; in the second half {leak['rss_slope_kb']:+.2f} kB a song, "
        f"what the heap holds of it {leak['heap_slope_kb']:+.2f} kB (freed blocks are kept for the next song, and where they fit "
        "badly resident memory takes a step)."
    )
    yield ""
    yield "Written by `benchmarks/performance.py`."


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cli", required=True, help="the ottava-cli to measure")
    parser.add_argument("--peer", help="a Python with torch, transformers and diffusers")
    parser.add_argument("--models", help="what full_size_models.py wrote: whole processes are measured, too")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--leak", type=int, default=200, help="songs made one after the other to see whether memory grows")
    parser.add_argument("--sweep", type=pathlib.Path, help="where to draw the growth with length and batch (SVG)")
    arguments = parser.parse_args()
    ottava, peer, reports, torch_version = Samples(), Samples(), {}, None
    for number in range(arguments.rounds):
        for run in OTTAVA_RUNS:
            print(f"round {number + 1}: {run}", file=sys.stderr)
            reports[run] = take_ottava(arguments.cli, run, ottava)
            if arguments.peer and run in PEER_RUNS:
                torch_version = take_peer(arguments.peer, run, peer)
        for run in ("bf16", "int8") if arguments.models else ():
            print(f"round {number + 1}: a song in {run}", file=sys.stderr)
            take_song(arguments.cli, arguments.models, run, ottava)
    print("leaks and growth", file=sys.stderr)
    leak = output_of([arguments.cli, "bench", "--leak", arguments.leak, "--json"])
    if arguments.sweep:
        output_of([arguments.cli, "bench", "--sweep", "--svg", arguments.sweep.resolve(), "--json"])
    print("\n".join(document(arguments, ottava, peer, reports, torch_version, leak)))


if __name__ == "__main__":
    main()
