#!/usr/bin/env bash
# Installs the system packages that building and running need, on Debian 12 and Ubuntu 24.04. Does nothing when all are
# there. Servers come without being started or enabled: Thavon starts private ones.
#
# Usage: install-dependencies.sh [--check]   (--check: only say what is missing; exit 1 when anything is)
set -euo pipefail

packages=(
    ca-certificates curl git make pkg-config python3 util-linux
    librabbitmq-dev libpq-dev libcurl4-openssl-dev zlib1g-dev
    libphonenumber-dev libprotobuf-dev libicu-dev tzdata
    postgresql rabbitmq-server
)
servers=(postgresql rabbitmq-server)

say() { echo "dependencies: $*"; }

is_installed() {
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

check_swift() {
    local version
    version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1) || true
    if [ -z "$version" ]; then
        say "Swift is not found. Install Swift 6.3 or newer from https://www.swift.org/install/linux and put it on the PATH." >&2
        return 1
    fi
    if [ "$(printf '6.3\n%s\n' "$version" | sort -V | head -n 1)" != 6.3 ]; then
        say "Swift $version is too old: 6.3 or newer is needed, from https://www.swift.org/install/linux" >&2
        return 1
    fi
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        say "this needs root or sudo: $*" >&2
        return 1
    fi
}

# While this file says 101, package scripts leave services alone. One that is there already is the machine owner's.
guard=/usr/sbin/policy-rc.d
made_guard=no

raise_guard() {
    if [ ! -e "$guard" ]; then
        made_guard=yes
        trap lower_guard EXIT
        printf '#!/bin/sh\nexit 101\n' | as_root tee "$guard" >/dev/null
        as_root chmod 755 "$guard"
    fi
}

lower_guard() {
    if [ "$made_guard" = yes ]; then
        made_guard=no
        as_root rm -f "$guard"
    fi
}

# What came with this run must not start at the next boot either.
leave_disabled() {
    local server
    for server in "$@"; do
        if [ -d /run/systemd/system ] && command -v systemctl >/dev/null; then
            as_root systemctl disable --quiet "$server" || true
        fi
    done
}

main() {
    if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
        say "this is neither Debian nor Ubuntu; install by hand what these packages hold: ${packages[*]}" >&2
        check_swift
        return
    fi
    local missing=() new_servers=() package
    for package in "${packages[@]}"; do
        is_installed "$package" || missing+=("$package")
    done
    for package in "${servers[@]}"; do
        is_installed "$package" || new_servers+=("$package")
    done
    if [ "${1:-}" = --check ]; then
        [ ${#missing[@]} = 0 ] || { say "missing: ${missing[*]}" && exit 1; }
    elif [ ${#missing[@]} -gt 0 ]; then
        say "installing ${missing[*]}"
        raise_guard
        as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
        lower_guard
        [ ${#new_servers[@]} = 0 ] || leave_disabled "${new_servers[@]}"
    fi
    check_swift
}

main "$@"
