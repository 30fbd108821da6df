#!/usr/bin/env bash
# Usage: shellcheck.sh ROOT. The shell scripts pass shellcheck; skipped (exit status 77) where it is not installed.
set -euo pipefail
cd "$1"
if ! command -v shellcheck >/dev/null; then
    echo "SKIP: shellcheck is not installed"
    exit 77
fi
shellcheck -x packaging/run.sh packaging/test.sh packaging/libtorch.sh tests/setup/*.sh tests/layering/*.sh tests/translations/*.sh ui/translations/*.sh .ci/run
