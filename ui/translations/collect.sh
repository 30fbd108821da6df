#!/usr/bin/env bash
# collect.sh LUPDATE [FOLDER]: brings the .ts files of FOLDER (this one, if none is given) up to what the window says,
# core's words included. New texts come in as unfinished; texts that nobody says any more go. English has plural forms
# only.
set -euo pipefail

lupdate=$1
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
folder=$(cd -- "${2:-$here}" && pwd)
cd "$here/../.."

core=$(mktemp -d)
trap 'rm -rf "$core"' EXIT

# Core knows nothing of Qt. Its patterns are the literals in sentence("…"), in one piece or several; those of gaps alone
# say nothing.
core_patterns() {
    # shellcheck disable=SC2016 # perl's own
    find core -name '*.cpp' -o -name '*.h' | LC_ALL=C sort | xargs perl -0777 -ne '
        while (/\bsentence\(\s*((?:"(?:[^"\\]|\\.)*"\s*)+)/g) {
            my $pattern = join "", $1 =~ /"((?:[^"\\]|\\.)*)"/g;
            print qq{QT_TRANSLATE_NOOP("Core", "$pattern");\n} if $pattern =~ s/\{\d*\}|\W//gr =~ /[[:alpha:]]{2}/;
        }'
}
core_patterns >"$core/core_words.cpp"

collect() {
    "$lupdate" -silent -I . -locations none -no-obsolete "${@:2}" ui app "$core" -ts "$folder/$1"
}

collect ottava_it.ts
collect ottava_en.ts -pluralonly
