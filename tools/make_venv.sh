#!/bin/sh
# Makes .venv with the Python asked for, and puts the pinned installer (uv) and builder (setuptools) in it.
# Usage: tools/make_venv.sh PYTHON
set -eu
python=${1:-python3}

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "Godpraksis needs Python 3.11 or newer; '$python' is $("$python" --version 2>&1). Try: make PYTHON=python3.13" >&2
    exit 1
}
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    # Debian keeps venv in a package of its own.
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "Installing python3-venv (Debian leaves it out of python3) ..."
        apt-get -qq -o DPkg::Lock::Timeout=300 update
        DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o DPkg::Lock::Timeout=300 install --no-install-recommends python3-venv >/dev/null
    else
        echo "Python's venv is missing. On Debian and Ubuntu: sudo apt-get install python3-venv" >&2
        exit 1
    fi
fi
rm -rf .venv
"$python" -m venv .venv
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-tools.lock
