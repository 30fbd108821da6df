# shellcheck shell=bash
# What the set-up scripts share: messages, folders, the build. Sourced, never run by itself.

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
readonly root
step="starting"

say() { printf 'ottava: %s\n' "$*" >&2; }

# fail "what happened" ["what to do"…]
fail() {
    trap - ERR
    printf '\nottava: %s\n' "$1" >&2
    shift
    if (($#)); then printf '        %s\n' "$@" >&2; fi
    exit 1
}

# Ctrl+C and unforeseen faults leave nothing half-done behind; say so, and where it stopped.
on_fault() { fail "stopped while $step." "See the lines above. Running this command again continues from here."; }
on_interrupt() {
    trap - ERR INT TERM
    printf '\nottava: interrupted while %s. Running this command again continues from here.\n' "$step" >&2
    exit 130
}
set -E
trap on_fault ERR
trap on_interrupt INT TERM

# A service may start us with no HOME, or with one that cannot be written (ccache and pip then fail in odd ways).
use_writable_home() {
    local home=${HOME:-}
    if [[ -z $home ]]; then home=$(getent passwd "$(id -u)" 2>/dev/null | cut -d: -f6) || home=""; fi
    if [[ -z $home || ! -d $home || ! -w $home ]]; then
        home=$root/.cache/home
        mkdir -p "$home"
    fi
    export HOME=$home
}

# The folder that several checkouts share. cmake/FindLibtorch.cmake looks in the same place.
use_shared_folder() {
    local shared=${OTTAVA_DEPS:-${XDG_CACHE_HOME:-$HOME/.cache}/ottava}
    step="creating $shared"
    if ! mkdir -p "$shared" 2>/dev/null || [[ ! -w $shared ]]; then
        fail "cannot write to $shared." "Set OTTAVA_DEPS to a folder with 3 GB of free space that you may write to."
    fi
    OTTAVA_DEPS=$(cd -- "$shared" && pwd)
    export OTTAVA_DEPS
}

memory_gigabytes() {
    local kilobytes limit
    kilobytes=$(awk '/^MemTotal:/ {print $2}' /proc/meminfo)
    if limit=$(cat /sys/fs/cgroup/memory.max 2>/dev/null) && [[ $limit =~ ^[0-9]+$ ]]; then
        if ((limit / 1024 < kilobytes)); then kilobytes=$((limit / 1024)); fi
    fi
    echo $((kilobytes / 1024 / 1024))
}

# One compiler needs up to 1.5 GB for a file that sees libtorch.
build_jobs() {
    local cores jobs
    cores=$(nproc)
    jobs=$(($(memory_gigabytes) * 2 / 3))
    if ((jobs > cores)); then jobs=$cores; fi
    if ((jobs < 1)); then jobs=1; fi
    echo "$jobs"
}

cache_entry() { sed -n "s/^$2:[A-Z]*=//p" "$1/CMakeCache.txt" 2>/dev/null || true; }

torch_version() { sed -n 's/^torch==\([0-9.]*\).*/\1/p' "$root/packaging/libtorch/cpu.txt"; }

# Where libtorch lies or will lie. cmake/FindLibtorch.cmake comes to the same answer.
libtorch_folder() {
    echo "${OTTAVA_LIBTORCH:-$OTTAVA_DEPS/libtorch-$(torch_version)-$(uname -m)}"
}

ensure_libtorch() {
    step="fetching libtorch"
    if [[ -n ${OTTAVA_LIBTORCH:-} ]]; then
        [[ -e $OTTAVA_LIBTORCH/lib/libtorch_cpu.so && -e $OTTAVA_LIBTORCH/include/ATen/core/Tensor.h ]] ||
            fail "OTTAVA_LIBTORCH=$OTTAVA_LIBTORCH does not hold libtorch (lib/libtorch_cpu.so, include/ATen)." \
                "Unset it to have libtorch fetched, or let it name the folder of a libtorch 2.6 or newer."
        OTTAVA_LIBTORCH=$(cd -- "$OTTAVA_LIBTORCH" && pwd)
        export OTTAVA_LIBTORCH
        return
    fi
    "$root/packaging/libtorch.sh" || exit $?
}

# A build folder that was copied, moved or made for another libtorch still has a build.ninja, but must not be trusted.
is_configured() {
    local build=$1
    [[ -f $build/build.ninja && -f $build/CMakeCache.txt ]] || return 1
    [[ $(cache_entry "$build" CMAKE_HOME_DIRECTORY) == "$root" ]] || return 1
    [[ $(cache_entry "$build" CMAKE_CACHEFILE_DIR) == "$build" ]] || return 1
    local libraries
    libraries=$(libtorch_folder)/lib
    [[ $(cache_entry "$build" Libtorch_CPU_LIBRARY) == "$libraries/libtorch_cpu.so" ]] || return 1
    # The libraries for a GPU may have come after the build was configured.
    [[ ! -e $libraries/libtorch_cuda.so || $(cache_entry "$build" Libtorch_CUDA_LIBRARY) == "$libraries/libtorch_cuda.so" ]]
}

configure() {
    step="configuring the build (preset $1)"
    say "$step"
    cmake --fresh --preset "$1" >&2 ||
        fail "CMake could not configure the build." \
            "The message above names what is missing. Ottava needs the versions of Debian 12 or Ubuntu 24.04, or newer ones."
}

# build PRESET [TARGET…]; two of these at once in one checkout take turns.
build() {
    local preset=$1 folder=$root/build/$1
    shift
    mkdir -p "$folder"
    cd -- "$root" || exit
    exec 9>"$folder/.lock"
    flock 9
    is_configured "$folder" || configure "$preset"
    step="building (preset $preset)"
    if [[ $(ninja -C "$folder" -n "$@" 2>&1) != *"no work to do"* ]]; then
        say "$step; the first time takes minutes"
        ninja -C "$folder" -j "$(build_jobs)" "$@" >&2 ||
            fail "the build failed." "The first error above says why. Running this command again continues from there."
    fi
    exec 9>&-
}
