#!/usr/bin/env bash
# Usage: desktop_files.sh ROOT. What a desktop reads about the program is valid; skipped (exit status 77) without the tools.
set -euo pipefail
cd "$1/packaging/linux"
if ! command -v desktop-file-validate >/dev/null || ! command -v appstreamcli >/dev/null; then
    echo "SKIP: desktop-file-utils or appstream is not installed"
    exit 77
fi
faults=$(desktop-file-validate io.github.ottava.Ottava.desktop || true)
if [[ -n $faults ]]; then
    echo "$faults"
    exit 1
fi
appstreamcli validate --no-net io.github.ottava.Ottava.metainfo.xml
