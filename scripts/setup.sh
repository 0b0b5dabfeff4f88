#!/bin/sh
# Make .venv from requirements.lock: with uv where it can be had (half a minute), with pip otherwise.
# Called by `make setup`; may be broken off and called again.
set -eu
python="${1:-python3}"

"$python" - <<'CHECK'
import shutil, sys
if not (3, 10) <= sys.version_info[:2] < (3, 14):
    sys.exit("Python 3.10 to 3.13 is needed, this is %d.%d: run `make setup PYTHON=python3.11`, or the like."
             % sys.version_info[:2])
free = shutil.disk_usage(".").free
if free < 3_000_000_000:
    sys.exit("Only %d MB are free here; setting up needs 3,000: make room first." % (free // 10**6))
try:
    import ensurepip
except ImportError:
    sys.exit("This Python has no ensurepip: install the package python3-venv first.")
CHECK

echo "Setting up .venv (about 230 packages; a minute or two) …"
[ -x .venv/bin/python ] && .venv/bin/python -c "" 2>/dev/null || { rm -rf .venv; "$python" -m venv .venv; }
if command -v uv >/dev/null 2>&1; then
    uv=uv
else
    .venv/bin/python -m pip install --quiet --disable-pip-version-check "uv>=0.5" && uv=.venv/bin/uv || uv=
fi
if [ -n "$uv" ]; then
    UV_COMPILE_BYTECODE=1 "$uv" pip install --quiet --python .venv/bin/python --require-hashes -r requirements.lock
    "$uv" pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation -e .
else
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
fi
touch .venv/.setup-done
