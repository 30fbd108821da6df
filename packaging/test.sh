#!/usr/bin/env bash
# Installs what is missing, builds Ottava with its tests, runs them. Arguments go to ctest: packaging/test.sh -L core
set -euo pipefail
# shellcheck source=packaging/common.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"
# shellcheck source=packaging/packages.sh
source "$root/packaging/packages.sh"

use_writable_home
use_shared_folder
ensure_packages "${build_packages[@]}" "${test_packages[@]}"
ensure_libtorch
build ci
trap - ERR INT TERM
exec ctest --preset ci "$@"
