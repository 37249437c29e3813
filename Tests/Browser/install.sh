#!/usr/bin/env bash
# Installs what the browser tests need, beside the system packages that building needs: Chromium, Playwright for Python (which
# drives it) and axe-core (which knows the rules of accessibility). Does nothing when all are there.
set -euo pipefail
cd "$(dirname "$0")/../.."

tools=.build/browser
playwright=1.57.0
axe=0.1.8

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

install_packages() {
    local missing=()
    command -v chromium >/dev/null || missing+=(chromium)
    python3 -c 'import pip' 2>/dev/null || missing+=(python3-pip)
    [ ${#missing[@]} = 0 ] && return
    echo "browser tests: installing ${missing[*]}"
    as_root apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

install_modules() {
    [ "$(cat "$tools/version" 2>/dev/null)" = "$playwright $axe" ] && return
    echo "browser tests: installing playwright $playwright and axe-core"
    rm -rf "$tools"
    mkdir -p "$tools"
    python3 -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --target "$tools" \
        "playwright==$playwright" "axe-playwright-python==$axe"
    echo "$playwright $axe" >"$tools/version"
}

install_packages
install_modules
