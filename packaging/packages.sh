# shellcheck shell=bash
# The system packages: which are needed, which are missing, and how they get installed. Sourced, never run by itself.

readonly build_packages=(
    ccache cmake g++ libasound2-dev libebur128-dev libfmt-dev libicu-dev libsndfile1-dev libsoxr-dev libspdlog-dev ninja-build
    nlohmann-json3-dev pkg-config portaudio19-dev python3 python3-pip qt6-base-dev qt6-l10n-tools qt6-svg-dev
    qt6-tools-dev qt6-tools-dev-tools
)
readonly test_packages=(xvfb xauth)
# Worth having, but not every release of every distribution has them.
readonly optional_packages=(lld)

# kind|what to look for|what people call it
readonly requirements=(
    "command|cmake|CMake 3.25"
    "command|ninja|Ninja 1.10"
    "command|g++|g++ 12 (C++20)"
    "command|python3|Python 3.9 with pip and zipfile"
    "command|readelf|GNU binutils"
    "command|flock|util-linux (flock)"
    "module|Qt6Widgets|Qt 6.4: Core, Gui, Widgets, Test (development files)"
    "module|Qt6Svg|Qt 6.4: Svg (development files)"
    "module|alsa|ALSA (development files)"
    "module|portaudio-2.0|PortAudio 19 (development files)"
    "module|sndfile|libsndfile 1.2 (development files)"
    "module|spdlog|spdlog 1.10 (development files)"
    "module|fmt|fmt 9 (development files)"
    "module|nlohmann_json|nlohmann-json 3.11"
    "module|soxr|libsoxr 0.1.3 (development files)"
    "module|libebur128|libebur128 1.2 (development files)"
    "module|icu-uc|ICU 70 (development files)"
)

missing_packages() {
    local package installed
    installed=$(dpkg-query -W -f='${Package} ${db:Status-Status}\n' "$@" 2>/dev/null) || true
    for package in "$@"; do
        grep -qx "$package installed" <<<"$installed" || echo "$package"
    done
}

missing_requirements() {
    local line kind name label
    for line in "${requirements[@]}"; do
        IFS='|' read -r kind name label <<<"$line"
        case $kind in
            command) command -v "$name" >/dev/null || echo "$label" ;;
            module) pkg-config --exists "$name" 2>/dev/null || echo "$label" ;;
        esac
    done
}

check_other_system() {
    local missing
    mapfile -t missing < <(missing_requirements)
    if ((${#missing[@]} == 0)); then return; fi
    fail "this is not a Debian-family system, so these have to be installed by hand (versions are minimums):" \
        "${missing[@]/#/  }" "  Qt 6.4 Linguist tools (lrelease; no pkg-config file, so not looked for here)" \
        "If they are there but not found, set OTTAVA_SKIP_PACKAGES=1 to go on without this check."
}

# Prints the words to put before a command that needs root; fails when there is no way to get it.
as_root() {
    if (($(id -u) == 0)); then return; fi
    if command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [[ -t 0 ]]; }; then
        echo sudo
        return
    fi
    return 1
}

install_missing() {
    local -a optional=() root_prefix=()
    local prefix package
    prefix=$(as_root) || fail "these system packages are missing, and installing them needs root:" \
        "Run this once, then start again:" "  sudo apt-get install -y --no-install-recommends $*"
    if [[ -n $prefix ]]; then root_prefix=("$prefix"); fi
    root_prefix+=(env DEBIAN_FRONTEND=noninteractive)

    step="installing system packages"
    say "installing system packages: $*"
    "${root_prefix[@]}" dpkg --configure -a </dev/null >&2 || true # heals an earlier interruption
    "${root_prefix[@]}" apt-get -qq -o DPkg::Lock::Timeout=300 update </dev/null >&2 ||
        say "the package lists could not be refreshed; trying with the present ones"
    for package in "${optional_packages[@]}"; do
        if [[ -n $(apt-cache madison "$package" 2>/dev/null) ]]; then optional+=("$package"); fi
    done
    "${root_prefix[@]}" apt-get -qq -y --no-install-recommends -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 \
        install "$@" "${optional[@]}" </dev/null >&2 ||
        fail "the system packages could not be installed." \
            "Without a network: connect, then run this command again; it continues from here." \
            "Otherwise the lines above say why. By hand:" "  sudo apt-get install -y --no-install-recommends $*"
}

# ensure_packages PACKAGE…
ensure_packages() {
    local missing
    step="looking for system packages"
    if [[ ${OTTAVA_SKIP_PACKAGES:-0} == 1 ]]; then return; fi
    if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
        check_other_system
        return
    fi
    mapfile -t missing < <(missing_packages "$@")
    if ((${#missing[@]})); then install_missing "${missing[@]}"; fi
}
