#!/usr/bin/env bash
# Write the lock files from pyproject.toml. Machine settings of pip (mirrors, constraints, local
# wheels) are shut out, so that the same command gives the same hashes everywhere.
# Usage: scripts/lock.sh [--upgrade]
#   requirements/dev.txt    everything (what `make install` takes)
#   requirements/build.txt  what serves, plus what fetches assets and builds the wheel
#   requirements/run.txt    what serves
set -euo pipefail
cd "$(dirname "$0")/.."
compiler=${COMPILER:-.venv/bin/pip-compile}
for name in $(env | sed -n 's/^\(PIP_[A-Z_]*\)=.*/\1/p'); do
    [ "$name" = PIP_CERT ] || unset "$name"
done
export PIP_CONFIG_FILE=/dev/null CUSTOM_COMPILE_COMMAND=scripts/lock.sh
options=(--quiet --strip-extras --allow-unsafe --generate-hashes
    --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options "$@")
lock() { # file, then its extras; the smaller files follow the versions of the largest
    local file=requirements/$1.txt; shift
    "$compiler" "${options[@]}" "${@/#/--extra=}" --output-file "$file" pyproject.toml
}
lock dev sim build dev
options+=(--constraint requirements/dev.txt)
lock build sim build
lock run sim
