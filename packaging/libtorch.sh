#!/usr/bin/env bash
# Fills the shared folder (OTTAVA_DEPS, else XDG_CACHE_HOME/ottava, else ~/.cache/ottava) with the C++ parts of libtorch,
# taken from the wheels that packaging/libtorch/*.txt name by version and sha256.
#
#   OTTAVA_LIBTORCH=DIR       use this libtorch and fetch nothing
#   OTTAVA_FORCE_GPU_LIBS=1   bring the NVIDIA libraries (3 GB) even where no driver is seen; 0: never
#   --dry-run                 say what would be fetched
#
# libtorch appears under its final name by one rename. Libraries for a GPU are added later, libtorch_cuda.so last, so a
# program that finds that file finds all it needs.
set -euo pipefail
# shellcheck source=packaging/common.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

lists=$root/packaging/libtorch
# Raised when the same wheels are to be unpacked differently.
layout=1

pinned() { grep -v '^#' "$lists/$1.txt"; }
names() { sed -n 's/^\([a-z0-9-]*\)==.*/\1/p' "$lists/$1.txt"; }

# marker cpu|gpu: the line that says what a complete folder holds.
marker() {
    echo "$1: torch $(torch_version) $(uname -m), layout $layout, pinned by sha256:$(pinned "$1" | sha256sum | cut -d' ' -f1)"
}
is_complete() { [[ -f $folder/$1.complete && $(<"$folder/$1.complete") == "$(marker "$1")" ]]; }

wants_gpu() {
    case ${OTTAVA_FORCE_GPU_LIBS:-} in
        1) return 0 ;;
        0) return 1 ;;
    esac
    [[ -r /proc/driver/nvidia/version ]] || nvidia-smi -L >/dev/null 2>&1
}

# The first Python with a working pip: a version manager's python3 may lack it.
find_python() {
    local candidate
    for candidate in python3 /usr/bin/python3; do
        if "$candidate" -m pip --version >/dev/null 2>&1; then
            echo "$candidate"
            return
        fi
    done
    fail "no Python with pip was found." "Install it, then run this command again:  sudo apt-get install -y python3-pip"
}

need_space() {
    local free
    free=$(df -Pm "$OTTAVA_DEPS" | awk 'NR == 2 {print $4}')
    if ((free < $1)); then
        fail "$OTTAVA_DEPS has $free MB free, and $1 MB are needed." "Make room, or set OTTAVA_DEPS to a folder on another disk."
    fi
}

# One wheel at a time, so that an interruption loses at most one. The wheel's tag is fixed, whatever the machine's Python:
# the C++ parts are the same in all of them.
download() {
    local arch tag requirement platforms=() quiet=(--quiet --progress-bar off)
    if [[ -t 2 ]]; then quiet=(); fi
    arch=$(uname -m)
    for tag in _2_28 _2_27 _2_25 _2_18 2014 _2_17 _2_12 _2_5; do platforms+=(--platform "manylinux${tag}_$arch"); done
    mkdir -p "$wheels" "$scratch/tmp"
    for requirement in "$@"; do
        awk -v name="$requirement==" 'index($0, name) == 1 {found = 1} found {print} !/\\$/ {found = 0}' \
            "$lists/cpu.txt" "$lists/gpu.txt" >"$scratch/requirement.txt"
        TMPDIR=$scratch/tmp PIP_REQUIRE_VIRTUALENV=0 PIP_DISABLE_PIP_VERSION_CHECK=1 "$python" -m pip download \
            "${quiet[@]}" --no-cache-dir --no-input --no-deps --only-binary=:all: --require-hashes \
            --python-version 3.12 --implementation cp --abi cp312 "${platforms[@]}" \
            --dest "$wheels" -r "$scratch/requirement.txt" >&2 || return 1
    done
}

fill() {
    local requirements
    step="fetching libtorch"
    say "fetching libtorch into $folder (about 550 MB, once)"
    need_space 2500
    mapfile -t requirements < <(names cpu)
    download "${requirements[@]}" ||
        fail "libtorch could not be fetched from the Python package index." \
            "Without a network: connect, then run this command again; it continues from here." \
            "If you have a libtorch 2.6 or newer: set OTTAVA_LIBTORCH to its folder."
    step="unpacking libtorch"
    "$python" "$root/packaging/unpack_libtorch.py" cpu "$wheels" "$scratch/new"
    check_loadable "$scratch/new/lib/libtorch_cpu.so"
    marker cpu >"$scratch/new/cpu.complete"
    sync -f "$scratch/new"
    if [[ -e $folder ]]; then mv -T "$folder" "$scratch/old"; fi
    mv -T "$scratch/new" "$folder"
}

check_loadable() {
    local lost
    lost=$(LD_LIBRARY_PATH='' ldd "$1" 2>/dev/null | grep 'not found') || return 0
    fail "libtorch cannot be loaded on this system: $lost" "Please report this together with the name of your distribution."
}

# Everything else works without these, so a fault here is a warning.
add_gpu_libraries() {
    local library requirements
    step="fetching the NVIDIA libraries"
    say "an NVIDIA driver is there: fetching its libraries into $folder (about 3 GB, once)"
    need_space 9000
    mapfile -t requirements < <(names gpu)
    if ! download torch nvidia-cuda-runtime "${requirements[@]}"; then
        say "the NVIDIA libraries could not be fetched; Ottava will use the processor. Run this command again to retry."
        return
    fi
    step="unpacking the NVIDIA libraries"
    rm -f "$folder/lib/libtorch_cuda.so" # of an earlier layout: from here on not all is there
    "$python" "$root/packaging/unpack_libtorch.py" gpu "$wheels" "$scratch/gpu" "$folder/lib"
    for library in "$scratch"/gpu/lib/*; do
        if [[ $library != */libtorch_cuda.so ]]; then mv -T "$library" "$folder/lib/${library##*/}"; fi
    done
    cp -R "$scratch/gpu/licenses/." "$folder/licenses/"
    rm -rf "$folder/cuda"
    mv -T "$scratch/gpu/cuda" "$folder/cuda"
    sync -f "$folder"
    mv -T "$scratch/gpu/lib/libtorch_cuda.so" "$folder/lib/libtorch_cuda.so"
    marker gpu >"$scratch/gpu.complete"
    mv -T "$scratch/gpu.complete" "$folder/gpu.complete"
}

dry_run() {
    is_complete cpu || { echo "libtorch, into $folder:" && pinned cpu; }
    if wants_gpu && ! is_complete gpu; then echo "for the GPU, into $folder:" && pinned gpu; fi
}

if [[ -n ${OTTAVA_LIBTORCH:-} ]]; then
    say "using OTTAVA_LIBTORCH=$OTTAVA_LIBTORCH"
    exit 0
fi
case $(uname -m) in
    x86_64 | aarch64) ;;
    *) fail "there is no ready-made libtorch for $(uname -m) processors." "Build libtorch 2.6 or newer, and set OTTAVA_LIBTORCH to its folder." ;;
esac
use_writable_home
use_shared_folder
folder=$(libtorch_folder)
scratch=$folder.partial
wheels=$folder.wheels

if [[ ${1:-} == --dry-run ]]; then
    dry_run
    exit 0
fi
if is_complete cpu && { is_complete gpu || ! wants_gpu; }; then exit 0; fi

step="waiting for another set-up that is fetching libtorch"
exec 8>"$folder.lock"
flock -n 8 || { say "$step" && flock 8; }
rm -rf "$scratch"
mkdir -p "$scratch"
python=$(find_python)
is_complete cpu || fill
if wants_gpu && ! is_complete gpu; then add_gpu_libraries; fi
rm -rf "$scratch" "$wheels"
