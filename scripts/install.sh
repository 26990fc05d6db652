#!/bin/sh
# Make .venv from the lock file. Everything lies inside the checkout; a second run does nothing.
set -eu
cd "$(dirname "$0")/.."
stamp=.venv/.installed

newer() { [ ! -e "$stamp" ] || [ -n "$(find "$@" -newer "$stamp" -print)" ]; }
say() { printf '%s\n' "$*" >&2; }

find_python() {
    for name in ${PYTHON:-} python3.11 python3 python3.12 python3.13; do
        if "$name" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    say "Python 3.11 or newer with its venv module was not found. On Debian or Ubuntu:"
    say "    apt-get install -y python3 python3-venv"
    say "Another interpreter: make install PYTHON=/path/to/python3.11"
    exit 1
}

if ! newer requirements/dev.txt pyproject.toml scripts/install.sh; then
    exit 0
fi
if [ ! -x .venv/bin/python ]; then
    python=$(find_python)
    say "Making .venv with $("$python" --version) …"
    "$python" -m venv --clear .venv
fi
if newer requirements/dev.txt; then
    say "Installing the locked packages (about 350 MB the first time; a few minutes) …"
    .venv/bin/python -m pip install --quiet --no-input --require-hashes --only-binary :all: \
        --requirement requirements/dev.txt
fi
.venv/bin/python -m pip install --quiet --no-input --no-deps --no-build-isolation --editable .
# A start must not compile the product anew where its sources cannot be written beside.
.venv/bin/python -m compileall -q src
touch "$stamp"
say "Installed. Next: make demo (a running drill city) or make test."
