#!/usr/bin/env bash
# Checks what the compiler does not: layers, rooms, open ends, file length.
#   layering.sh ROOT         the checkout to look at
#   layering.sh --self-test  plants one fault of each kind and expects to be told
set -euo pipefail

# Room of core: the rooms it may use besides base, as the architecture's table has it, with what its rooms bring along.
rooms="base:
audio:
checkpoints:
diffusion:
hardware:
text:
nn: checkpoints
library: audio
models: nn checkpoints
planner: text models nn checkpoints
tasks: text models audio nn checkpoints
cuda: models
engine: audio checkpoints diffusion hardware library models nn planner tasks text"
longest=450

# search PATTERN FOLDER…: file:line:text of our own sources; no match is not a fault.
search() {
    local pattern=$1 folder folders=()
    shift
    for folder in "$@"; do if [[ -d $folder ]]; then folders+=("$folder"); fi; done
    ((${#folders[@]})) || return 0
    grep -rnE --include='*.h' --include='*.cpp' --include='*.cmake' --include='*.sh' --include=CMakeLists.txt -e "$pattern" \
        "${folders[@]}" || true
}

rooms_beyond_their_table() {
    local file line include room used allowed
    while IFS=: read -r file line include; do
        room=${file#core/} && room=${room%%/*}
        used=${include#*\"core/} && used=${used%%/*}
        if [[ $used == "$room" || $used == base ]]; then continue; fi
        allowed=$(sed -n "s/^$room://p" <<<"$rooms")
        [[ " $allowed " == *" $used "* ]] || echo "core/$room may not use core/$used: $file:$line"
    done < <(search '^ *#include "core/[a-z]+/' core)
}

report() {
    search '^ *#include [<"](Q[A-Za-z]|ui/|app/)' core | sed 's/^/core knows no Qt, no ui, no app: /'
    search '^ *#include [<"](torch|ATen|c10)/' ui app | sed 's/^/only core sees libtorch: /'
    search '^ *#include "app/' ui | sed 's/^/ui knows no app: /'
    rooms_beyond_their_table
    search "TO""DO|FIX""ME" core ui app tests cmake packaging | sed 's/^/open end: /'
    # shellcheck disable=SC2038 # -d splits at newlines
    find core ui app -name '*.h' -o -name '*.cpp' | xargs -r -d '\n' wc -l |
        awk -v most=$longest '$2 != "total" && $1 > most {print "longer than " most " lines: " $2 " (" $1 ")"}'
}

self_test() {
    tree=$(mktemp -d)
    trap 'rm -rf "$tree"' EXIT
    cd "$tree"
    mkdir -p core/nn core/text ui/main app
    printf '#include <QString>\n' >core/nn/qt.h
    printf '#include "core/engine/engine.h"\n' >core/text/upward.h
    printf '#include "core/checkpoints/weights.h"\n#include "core/base/error.h"\n#include "core/nn/qt.h"\n' >core/nn/fine.h
    printf '#include <ATen/Tensor.h>\n' >ui/main/torch.h
    printf '// %s: later\n' "TO""DO" >app/open.cpp
    seq 1000 >app/long.cpp
    local found expected
    found=$(report)
    for expected in core/nn/qt.h:1 core/text/upward.h:1 ui/main/torch.h:1 app/open.cpp:1 "app/long.cpp (1000)"; do
        [[ $found == *"$expected"* ]] || { echo "not found: $expected" && exit 1; }
    done
    [[ $(wc -l <<<"$found") == 5 ]] || { echo "found more than was planted:" && echo "$found" && exit 1; }
}

if [[ $1 == --self-test ]]; then
    self_test
    exit
fi
cd "$1"
faults=$(report)
if [[ -n $faults ]]; then
    echo "$faults"
    exit 1
fi
