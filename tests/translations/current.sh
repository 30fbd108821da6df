#!/usr/bin/env bash
# current.sh LUPDATE: fails when the window says something that a translation file does not have, and lists it. Looks
# with the script that  ninja update_translations  runs, at copies.
set -euo pipefail

lupdate=$1
translations=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../../ui/translations" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cp "$translations"/*.ts "$scratch/"
"$translations/collect.sh" "$lupdate" "$scratch" >"$scratch/log" 2>&1 || {
    cat "$scratch/log"
    exit 1
}

if grep -q '<message>' "$scratch/ottava_en.ts"; then
    echo "ottava_en.ts: holds more than plural forms"
    exit 1
fi
lacking=$(grep -B 3 'type="unfinished"' "$scratch"/*.ts | sed -n 's/^.*\/\([^-]*\)- *<source>\(.*\)<\/source>/\1: \2/p' || true)
if [[ -n $lacking ]]; then
    echo "$lacking"
    echo "Run  ninja update_translations  and translate what is new."
    exit 1
fi
