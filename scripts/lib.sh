# Shared by the scripts beside it: messages, and finding or installing what they need.
# Sourced, not run. Debian's package names are used; elsewhere the message says what is missing.
# shellcheck shell=bash

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf '\n== %s\n' "$*"; }

fail() {
    printf '\nERROR: %s\n' "$*" >&2
    exit 1
}

# A program on the path; not a function of the same name.
have() { type -P "$1" >/dev/null; }

# Runs a command as root, or reports that it cannot.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif have sudo && sudo -n true 2>/dev/null; then
        sudo "$@"
    else
        return 1
    fi
}

# Installs Debian packages. Returns 1 where that is not possible; the caller says what is missing.
install_packages() {
    have apt-get || return 1
    as_root true || return 1
    say "Installing $* (Debian packages)" >&2
    {
        as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq &&
            as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"
    } >&2
}

# Where tests keep what they need for a moment: in memory, where there is enough of it, because a thousand databases are made and dropped.
# What a test says of the disk it says of one of its own.
test_shelf() {
    local free
    free=$(df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 && $1 == "tmpfs" { print $4 }')
    if [ "${free:-0}" -ge $((6 * 1024 * 1024)) ] && [ -w /dev/shm ]; then echo /dev/shm; fi
}

need_rust() {
    have cargo || fail "cargo is missing. Install Rust 1.95 or newer: https://rustup.rs"
    have cc || install_packages gcc libc6-dev ||
        fail "a C compiler is missing (SQLite is compiled from source). Install gcc, or clang as cc."
}

node_major() { node --version 2>/dev/null | sed -E 's/^v([0-9]+).*/\1/'; }

need_node() {
    have node && have npm || install_packages nodejs npm || true
    have node && have npm || fail "Node.js 20 or newer with npm is missing: https://nodejs.org"
    [ "$(node_major)" -ge 20 ] || fail "Node.js 20 or newer is needed; this is $(node --version)."
}

# npm's packages as the lock file has them. Does nothing when they are there already.
need_packages() {
    need_node
    local done=ui/node_modules/.package-lock.json
    if [ ! -f "$done" ] || [ ui/package-lock.json -nt "$done" ] || [ ui/package.json -nt "$done" ]; then
        say "npm packages"
        npm ci --prefix ui --no-audit --no-fund
        touch "$done"
    fi
}

# What is fetched or built once and kept between runs.
cache_dir() { printf '%s' "${XDG_CACHE_HOME:-$HOME/.cache}/uptake"; }

need_python() {
    python3 -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))' 2>/dev/null ||
        install_packages python3 python3-venv ||
        fail "Python 3.10 or newer with its venv module is missing. Install it (Debian: python3 python3-venv)."
}

# A Python, as a path, that has the packages of a file of pinned versions and hashes; one for each such file.
python_with() {
    local file=$1 name home
    need_python
    name=$( (python3 --version && cat "$file") | sha256sum | cut -c1-16)
    home=$(cache_dir)/python-$name
    if [ ! -f "$home/complete" ]; then
        say "Python packages of $file" >&2
        rm -rf "$home"
        mkdir -p "$(cache_dir)"
        python3 -m venv "$home" >&2
        "$home/bin/pip" install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r "$file" >&2
        touch "$home/complete"
    fi
    printf '%s' "$home/bin/python"
}

# Where cargo puts what it builds.
target_dir() {
    cargo metadata --format-version 1 --no-deps --offline |
        node -e 'process.stdout.write(JSON.parse(require("fs").readFileSync(0)).target_directory)'
}

# Builds the program, with what it embeds, unless the caller has one: UPTAKE_BIN.
build_unless_given() {
    [ -z "${UPTAKE_BIN:-}" ] || return 0
    scripts/assets
    cargo build --locked -p uptake
    UPTAKE_BIN=$(target_dir)/debug/uptake
    export UPTAKE_BIN
}

# The first of these commands that there is, as a path.
first_of() {
    local name
    for name in "$@"; do
        if [ -n "$name" ] && have "$name"; then
            type -P "$name"
            return
        fi
    done
    return 1
}

chromiums=(chromium chromium-browser google-chrome-stable google-chrome)

# The browser of the tests, as a path: Chromium without its window, where there is it. A page takes it three fifths of the time, for
# every test of the other kind opens a window, with a toolbar that is a page of its own.
headless_chromium() {
    first_of "${CHROMIUM:-}" chromium-headless-shell "${chromiums[@]}" && return
    install_packages chromium-headless-shell fonts-liberation && type -P chromium-headless-shell && return
    chromium
}

# A Chromium with everything that people have, as a path.
chromium() {
    first_of "${CHROMIUM:-}" "${chromiums[@]}" && return
    install_packages chromium fonts-liberation ||
        fail "Chromium is missing, and cannot be installed without root. Install it, or set CHROMIUM to its path."
    type -P chromium
}

# The folder of PostgreSQL's programs, version 15 or newer.
postgres_bin() {
    local folder
    folder=$(find_postgres) && {
        printf '%s' "$folder"
        return
    }
    install_packages postgresql ||
        fail "PostgreSQL 15 or newer is missing, and cannot be installed without root. Install it (Debian: postgresql), or set POSTGRES_BIN to the folder of initdb and pg_ctl."
    find_postgres || fail "the installed PostgreSQL is older than 15. Set POSTGRES_BIN to the folder of a newer one."
}

# The major version of PostgreSQL's programs in a folder.
postgres_major() {
    "$1/initdb" --version | sed -E 's/[^0-9]*([0-9]+).*/\1/'
}

find_postgres() {
    local folder major
    while read -r folder; do
        [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ] || continue
        major=$(postgres_major "$folder")
        if [ "$major" -ge 15 ]; then
            printf '%s' "$folder"
            return 0
        fi
    done < <(
        [ -n "${POSTGRES_BIN:-}" ] && echo "$POSTGRES_BIN"
        have pg_config && pg_config --bindir
        printf '%s\n' /usr/lib/postgresql/*/bin | sort -Vr
        printf '%s\n' /usr/pgsql-*/bin /usr/local/pgsql/bin /opt/homebrew/opt/postgresql@*/bin | sort -Vr
    )
    return 1
}
