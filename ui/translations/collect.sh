#!/usr/bin/env bash
# collect.sh LUPDATE [FOLDER]: brings the .ts files of FOLDER (this one, if none is given) up to what the window says.
# New texts come in as unfinished; texts that nobody says any more go. English has plural forms only.
set -euo pipefail

lupdate=$1
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
folder=$(cd -- "${2:-$here}" && pwd)
cd "$here/../.."

collect() {
    "$lupdate" -silent -I . -locations none -no-obsolete "${@:2}" ui app -ts "$folder/$1"
}

collect ottava_it.ts
collect ottava_en.ts -pluralonly
