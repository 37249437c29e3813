#!/usr/bin/env bash
# Format, then the rules of check_rules.py. Changes nothing; `make format` does.
set -euo pipefail
cd "$(dirname "$0")/../.."

status=0

echo "lint: swift format"
swift format lint --strict --parallel --recursive Package.swift Services Shared Tests || status=1

echo "lint: rules"
python3 deploy/scripts/check_rules.py || status=1

echo "lint: scripts"
for script in .ci/run $(git ls-files "*.sh"); do
    bash -n "$script" || status=1
    [ -x "$script" ] || { echo "$script: is not executable" && status=1; }
done

[ "$status" = 0 ] && echo "lint: nothing found"
exit "$status"
