#!/bin/sh
# Installs one lock file into .venv, every file checked against its hash.
# Usage: tools/install.sh LOCK
# uv takes seconds where pip takes a minute; pip is the way out where uv cannot run.
set -eu
lock=$1
if .venv/bin/uv --version >/dev/null 2>&1; then
    .venv/bin/uv pip install --quiet --python .venv/bin/python --require-hashes -r "$lock" && exit 0
    echo "uv could not install $lock; trying pip, which takes about a minute ..." >&2
fi
exec .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r "$lock"
