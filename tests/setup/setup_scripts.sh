#!/usr/bin/env bash
# Runs the set-up scripts in made-up environments: no network, no root, another distribution, interrupted, twice at once.
# Nothing is installed or fetched: apt-get, sudo, cmake and ninja are fakes, and the wheels are a few kilobytes made here.
# shellcheck disable=SC2016 # the fakes' own variables
set -uo pipefail
repository=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
store=$(mktemp -d)
trap 'rm -rf "$work" "$store"' EXIT
failures=0

# A checkout of its own, whose lists can be changed. Only the tools named here are on its PATH.
fresh() {
    export PATH=$original_path
    rm -rf "${work:?}"/*
    mkdir -p "$work/checkout" "$work/bin" "$work/home"
    cp -R "$repository/packaging" "$work/checkout/"
    cp "$repository/CMakePresets.json" "$work/checkout/"
    fake cmake 'echo "cmake $*" >>"$LOG"; mkdir -p build/release; touch build/release/build.ninja'
    fake ninja 'echo "ninja $*" >>"$LOG"; [[ $* == *-n* ]] && echo "$NINJA_SAYS"; exit 0'
    fake sudo 'exit 1'
    fake nvidia-smi 'exit 1'
    export LOG=$work/log NINJA_SAYS="no work to do" HOME=$work/home OTTAVA_DEPS=$work/deps PIP_NO_INDEX=1 PIP_FIND_LINKS=$work/wheels
    export OTTAVA_FORCE_GPU_LIBS=0 PATH=$work/bin:$original_path
    unset OTTAVA_LIBTORCH OTTAVA_SKIP_PACKAGES XDG_CACHE_HOME
    folder=$OTTAVA_DEPS/libtorch-2.11.0-$(uname -m)
    touch "$LOG"
}
original_path=$PATH

fake() {
    printf '#!/usr/bin/env bash\n%s\n' "$2" >"$work/bin/$1"
    chmod +x "$work/bin/$1"
}

# run STATUS COMMAND…: runs it without a terminal, checks the exit status, keeps what it said.
run() {
    local expected=$1 status=0
    shift
    said=$("$@" 2>&1 </dev/null) || status=$?
    [[ $status == "$expected" ]] || complain "exit status $status instead of $expected; it said: $said"
}
complain() {
    echo "FAIL $case: $1"
    failures=$((failures + 1))
}
says() { [[ $said == *"$1"* ]] || complain "does not say '$1' but: $said"; }
keeps_quiet_about() { [[ $said != *"$1"* ]] || complain "says '$1'"; }
exists() { [[ -e $1 ]] || complain "$1 is not there"; }
is_absent() { [[ ! -e $1 ]] || complain "$1 is there"; }

# wheel NAME VERSION FOLDER LIBRARY[:NEEDED]…: a wheel that holds small real libraries, and its line in the lists.
wheel() {
    local name=$1 version=$2 folder=$3 stage=$work/stage library archive
    shift 3
    rm -rf "$stage"
    mkdir -p "$stage/$folder/lib" "$stage/$name-$version.dist-info/licenses" "$work/wheels" "$work/built"
    for library in "$@"; do
        IFS=: read -r library needed <<<"$library"
        # shellcheck disable=SC2086
        cc -shared -o "$work/built/$library" -Wl,-soname,"$library" -Wl,--no-as-needed -x c /dev/null -x none \
            ${needed:+$(printf "$work/built/%s " ${needed//,/ })} -Wl,-rpath,'$ORIGIN'
        cp "$work/built/$library" "$stage/$folder/lib/"
    done
    if [[ $name == torch ]]; then
        mkdir -p "$stage/torch/include/ATen/core"
        touch "$stage/torch/include/ATen/core/Tensor.h"
    elif [[ $name == nvidia_cuda_runtime ]]; then
        mkdir -p "$stage/$folder/include"
        touch "$stage/$folder/include/cuda_runtime_api.h"
    fi
    echo terms >"$stage/$name-$version.dist-info/licenses/LICENSE"
    printf 'Metadata-Version: 2.1\nName: %s\nVersion: %s\n' "$name" "$version" >"$stage/$name-$version.dist-info/METADATA"
    printf 'Wheel-Version: 1.0\nRoot-Is-Purelib: false\nTag: py3-none-manylinux_2_17_%s\n' "$(uname -m)" \
        >"$stage/$name-$version.dist-info/WHEEL"
    archive=$work/wheels/$name-$version-py3-none-manylinux_2_17_$(uname -m).whl
    rm -f "$archive"
    (cd "$stage" && python3 -m zipfile -c "$archive" ./*)
    printf '%s==%s \\\n    --hash=sha256:%s\n' "${name//_/-}" "$version" "$(sha256sum "$archive" | cut -d' ' -f1)"
}

make_wheels() {
    mkdir -p "$store/libtorch"
    wheel nvidia_cuda_runtime 13.0.96 nvidia/cu13 libcudart.so.13 >"$work/cpu_tail"
    wheel torch 2.11.0 torch libc10.so libtorch_cuda_linalg.so libcaffe2_nvrtc.so libtorch_python.so libgomp.so.1 \
        libtorch_cpu.so:libc10.so,libgomp.so.1,libcudart.so.13 libtorch_cuda.so:libtorch_cpu.so >"$store/libtorch/cpu.txt"
    cat "$work/cpu_tail" >>"$store/libtorch/cpu.txt"
    wheel nvidia_cublas 13.1.0.3 nvidia/cu13 libcublas.so.13 >"$store/libtorch/gpu.txt"
    cp -R "$work/wheels" "$store/wheels"
}

with_wheels() {
    cp "$store"/libtorch/*.txt "$work/checkout/packaging/libtorch/"
    cp -R "$store/wheels" "$work/wheels"
}

testLibtorchIsFilledOnce() {
    with_wheels
    run 0 packaging/libtorch.sh
    says "fetching libtorch"
    exists "$folder/lib/libtorch_cpu.so"
    exists "$folder/lib/libcudart.so.13"
    exists "$folder/include/ATen/core/Tensor.h"
    exists "$folder/licenses/torch-2.11.0/LICENSE"
    is_absent "$folder/lib/libtorch_python.so"
    is_absent "$folder/lib/libtorch_cuda.so"
    is_absent "$folder/cuda"
    is_absent "$folder.partial"
    is_absent "$folder.wheels"
    rm -rf "$work/wheels"
    run 0 packaging/libtorch.sh
    [[ -z $said ]] || complain "the second run says: $said"
}

testAWheelWithAnotherHashIsRefused() {
    with_wheels
    echo changed >>"$work/wheels/torch-2.11.0-py3-none-manylinux_2_17_$(uname -m).whl"
    run 1 packaging/libtorch.sh
    says "HASH"
    says "could not be fetched"
    is_absent "$folder"
}

testWithoutANetworkItSaysSo() {
    with_wheels
    rm -rf "$work/wheels"
    run 1 packaging/libtorch.sh
    says "connect, then run this command again"
    is_absent "$folder"
}

testLeftoversOfAnInterruptionAreReplaced() {
    with_wheels
    mkdir -p "$folder.partial/new/lib" "$folder/lib"
    touch "$folder.partial/new/lib/half" "$folder/lib/half"
    run 0 packaging/libtorch.sh
    exists "$folder/lib/libtorch_cpu.so"
    is_absent "$folder/lib/half"
    is_absent "$folder.partial"
}

testTwoAtOnceTakeTurns() {
    with_wheels
    local first
    packaging/libtorch.sh >"$work/first" 2>&1 </dev/null &
    first=$!
    run 0 packaging/libtorch.sh
    wait "$first" || complain "the other one failed: $(cat "$work/first")"
    exists "$folder/lib/libtorch_cpu.so"
    [[ $(cat "$work/first")$said != *"fetching libtorch into"*"fetching libtorch into"* ]] || complain "both fetched"
}

testGpuLibrariesComeLater() {
    with_wheels
    run 0 packaging/libtorch.sh
    OTTAVA_FORCE_GPU_LIBS=1 run 0 packaging/libtorch.sh
    keeps_quiet_about "fetching libtorch into"
    exists "$folder/lib/libtorch_cuda.so"
    exists "$folder/lib/libcublas.so.13"
    exists "$folder/cuda/include/cuda_runtime_api.h"
    is_absent "$folder/lib/libtorch_python.so"
    rm -rf "$work/wheels"
    OTTAVA_FORCE_GPU_LIBS=1 run 0 packaging/libtorch.sh
    [[ -z $said ]] || complain "the second run says: $said"
}

testMissingGpuLibrariesDoNotStopTheRest() {
    with_wheels
    rm "$work"/wheels/nvidia_cublas*
    OTTAVA_FORCE_GPU_LIBS=1 run 0 packaging/libtorch.sh
    says "Ottava will use the processor"
    exists "$folder/lib/libtorch_cpu.so"
    is_absent "$folder/lib/libtorch_cuda.so"
}

# A machine that has everything but the build.
with_program() {
    fake dpkg-query 'for p in "$@"; do echo "$p installed"; done'
    fake apt-get 'echo "apt-get $*" >>"$LOG"; exit 100'
    mkdir -p build/release/bin "$work/own/lib" "$work/own/include/ATen/core"
    touch "$work/own/lib/libtorch_cpu.so" "$work/own/include/ATen/core/Tensor.h"
    export OTTAVA_LIBTORCH=$work/own
    printf '#!/bin/sh\necho "the program ran with $*"\n' >build/release/bin/ottava
    chmod +x build/release/bin/ottava
}
configured_by() {
    printf 'CMAKE_HOME_DIRECTORY:INTERNAL=%s\nCMAKE_CACHEFILE_DIR:INTERNAL=%s/build/release\nLibtorch_CPU_LIBRARY:FILEPATH=%s\n' \
        "$1" "$1" "$work/own/lib/libtorch_cpu.so" >build/release/CMakeCache.txt
    touch build/release/build.ninja
}

testOwnLibtorchIsUsedAsItIs() {
    with_program
    run 0 packaging/run.sh
    says "the program ran"
    is_absent "$folder"
    OTTAVA_LIBTORCH=$work/none run 1 packaging/run.sh
    says "does not hold libtorch"
}

testNothingToDoStartsTheProgramAtOnce() {
    with_program
    configured_by "$PWD"
    run 0 packaging/run.sh --version "two words"
    [[ $said == "the program ran with --version two words" ]] || complain "it says: $said"
    [[ $(cat "$LOG") == "ninja -C $PWD/build/release -n ottava ottava-cli" ]] || complain "it did: $(cat "$LOG")"
}

testAMovedBuildFolderIsConfiguredAfresh() {
    with_program
    configured_by /somewhere/else
    run 0 packaging/run.sh
    grep -q 'cmake --fresh --preset release' "$LOG" || complain "it did: $(cat "$LOG")"
    says "the program ran"
}

testAFailedBuildDoesNotStartTheProgram() {
    with_program
    fake ninja '[[ $* == *-n* ]] && exit 0; echo "error: it broke"; exit 1'
    run 1 packaging/run.sh
    says "error: it broke"
    says "the build failed"
    keeps_quiet_about "the program ran"
}

testWithoutRootItPrintsTheLine() {
    with_program
    fake dpkg-query 'echo "cmake installed"'
    fake id 'echo 1000'
    run 1 packaging/run.sh
    says "sudo apt-get install -y --no-install-recommends ccache g++"
    keeps_quiet_about " cmake "
    [[ ! -s $LOG ]] || complain "it did: $(cat "$LOG")"
}

testFailingAptSaysWhatToDo() {
    with_program
    fake dpkg-query 'for p in "$@"; do [[ $p == libsoxr-dev ]] || echo "$p installed"; done'
    fake id 'echo 0'
    fake dpkg 'exit 0'
    run 1 packaging/run.sh
    says "installing system packages: libsoxr-dev"
    says "the system packages could not be installed"
    says "run this command again; it continues from here"
    grep -q 'apt-get .*install libsoxr-dev' "$LOG" || complain "it did: $(cat "$LOG")"
}

testAnotherDistributionGetsTheList() {
    with_program
    without dpkg-query apt-get
    fake pkg-config '[[ $2 != soxr ]]'
    run 1 packaging/run.sh
    says "not a Debian-family system"
    says "libsoxr 0.1.3"
    keeps_quiet_about "PortAudio"
    fake pkg-config 'exit 0'
    run 0 packaging/run.sh
    says "the program ran"
}

# A PATH on which these tools do not exist.
without() {
    local tool
    mkdir -p "$work/tools"
    for tool in awk bash cat chmod cut df dirname env flock getent grep id ldd mkdir mv nproc python3 readelf rm sed sha256sum \
        sync touch uname g++; do
        ln -sf "$(command -v "$tool")" "$work/tools/$tool"
    done
    for tool in "$@"; do rm -f "$work/bin/$tool"; done
    export PATH=$work/bin:$work/tools
}

testNoHomeIsNoObstacle() {
    with_program
    run 0 env HOME= packaging/run.sh
    run 0 env -u HOME packaging/run.sh
    run 0 env HOME=/nonexistent packaging/run.sh
    says "the program ran"
}

python3 -m pip --version >/dev/null 2>&1 || { echo "SKIP: no python3 with pip" && exit 77; }
fresh
make_wheels
for case in $(declare -F | awk '$3 ~ /^test/ {print $3}'); do
    fresh
    cd "$work/checkout" || exit 1
    "$case"
done
echo "$failures failures"
((failures == 0))
