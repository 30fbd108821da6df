#!/usr/bin/env bash
# current.sh LUPDATE: fails when the window says something that a translation file does not have, and lists it.
set -euo pipefail

lupdate=$1
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$root"

# missing FILE [OPTION]…: texts of the sources that FILE lacks.
missing() {
    local file=$1
    shift
    cp "ui/translations/$file" "$scratch/$file"
    "$lupdate" -silent -I . -locations none -no-obsolete "$@" ui app -ts "$scratch/$file" >"$scratch/log" 2>&1 ||
        cat "$scratch/log"
    grep -B 3 'type="unfinished"' "$scratch/$file" | sed -n 's/^ *<source>\(.*\)<\/source>/'"$file"': \1/p' || true
}

lacking=$(missing ottava_it.ts; missing ottava_en.ts -pluralonly)
if [[ -n $lacking ]]; then
    echo "$lacking"
    echo "Run  ninja update_translations  and translate what is new."
    exit 1
fi
