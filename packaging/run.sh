#!/usr/bin/env bash
# Installs what is missing, builds Ottava, starts it. Arguments go to the program: packaging/run.sh --help
set -euo pipefail
# shellcheck source=packaging/common.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"
# shellcheck source=packaging/packages.sh
source "$root/packaging/packages.sh"

use_writable_home
use_shared_folder
ensure_packages "${build_packages[@]}"
ensure_libtorch
build release ottava ottava-cli
trap - ERR INT TERM
exec "$root/build/release/bin/ottava" "$@"
