# Debian packages, by what needs them, and one way to install what is missing. Sourced by kiosk/run and tests/run.

packages_build="gcc cmake ninja-build pkg-config gettext librsvg2-bin libsdl2-dev libsdl2-ttf-dev libfribidi-dev \
libqrencode-dev libsqlite3-dev libevent-dev libssl-dev libcurl4-openssl-dev libjansson-dev libsodium-dev libinih-dev libutf8proc-dev \
libpng-dev tzdata ca-certificates"
packages_tour="xvfb xauth xdotool x11-utils imagemagick curl jq"
packages_tests="clang libclang-rt-14-dev clang-format clang-tidy libcmocka-dev zbar-tools python3 python3-vobject \
python3-zxing-cpp espeak-ng nodejs npm chromium shellcheck procps sqlite3 strace"

# packages_install PACKAGE … : installs those that are not there, by sudo where needed; says so when it cannot.
packages_install() {
    local package missing=""
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
    done
    # A node or npm of another origin serves as well as Debian's.
    command -v node >/dev/null && missing=${missing// nodejs/}
    command -v npm >/dev/null && missing=${missing// npm/}
    [ -n "$missing" ] || return 0
    echo "Installing:$missing"
    local as_root=""
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null || {
            echo "These Debian packages are missing and there is no sudo. As root: apt-get install$missing" >&2
            return 1
        }
        as_root=sudo
    fi
    $as_root apt-get update -qq
    # shellcheck disable=SC2086 # a list of words on purpose
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
}
