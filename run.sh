#!/usr/bin/env bash
# Sets up what is missing, then serves Needlepoint.
#
#   ./run.sh              your clinic, data in ./data/live
#   ./run.sh demo         a made-up clinic to look around in, data in ./data/demo
#   ./run.sh setup [dev]  only makes .venv ready (dev: with what the tests and linters need)
#
# Read from the environment: PORT HOST DATA_DIR PUBLIC_URL WEB_WORKERS WEB_THREADS DEMO_PASSWORD PYTHON (see README.md).
set -euo pipefail
cd "$(dirname "$0")"

fail() { printf '%s\n' "$@" >&2; exit 1; }

find_python() {
  local candidate
  for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      echo "$candidate"
      return
    fi
  done
  return 1
}

make_venv() {
  local python
  python=$(find_python) || python=""
  if [ -z "$python" ]; then
    command -v uv >/dev/null || fail "Needlepoint needs Python 3.11 or newer; none was found (looked at: ${PYTHON:-python3})." \
      "Install one, or name it: PYTHON=/path/to/python3.12 make demo"
    python=3.12 # uv brings its own
  fi
  if command -v uv >/dev/null; then
    uv venv --quiet --allow-existing --python "$python" .venv && return
    echo "uv could not make the environment; going on with python's own venv." >&2
  fi
  "$python" -c 'import ensurepip, venv' 2>/dev/null || fail "Python's venv module is missing." \
    "On Debian and Ubuntu: apt-get install python3-venv     (or install uv)"
  "$python" -m venv .venv
}

install() { # install <requirements file> <stamp>
  echo "Installing what $1 lists (only when it changed)..." >&2
  .venv/bin/python -c '' 2>/dev/null || make_venv
  if command -v uv >/dev/null && uv pip install --quiet --python .venv/bin/python --require-hashes -r "$1"; then
    touch "$2"
    return
  fi
  .venv/bin/python -m pip --version >/dev/null 2>&1 || .venv/bin/python -m ensurepip >/dev/null
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-compile --no-deps --require-hashes -r "$1" \
    || fail "The packages could not be installed. Is the network there? Nothing was changed outside .venv."
  touch "$2"
}

digest() { { sha256sum "$1" 2>/dev/null || shasum -a 256 "$1"; } | cut -c1-16; }

setup() { # setup [dev]; the development set holds the runtime set at the same versions
  local run dev
  run=".venv/.ready-$(digest requirements.txt)"
  dev=".venv/.ready-$(digest requirements-dev.txt)"
  if [ "${1:-}" = dev ]; then
    [ -e "$dev" ] || install requirements-dev.txt "$dev"
    touch "$run"
  else
    [ -e "$run" ] || install requirements.txt "$run"
  fi
}

mode=${1:-run}
case $mode in
  setup) setup "${2:-}"; exit ;;
  demo) export DEMO=1 DATA_DIR="${DATA_DIR:-./data/demo}" ;;
  run) export DEMO=0 DATA_DIR="${DATA_DIR:-./data/live}" ;;
  *) fail "Unknown: $mode. Use ./run.sh, ./run.sh demo or ./run.sh setup [dev]." ;;
esac

export PORT="${PORT:-8000}" HOST="${HOST:-127.0.0.1}"
if (exec 3<>"/dev/tcp/$HOST/$PORT") 2>/dev/null; then
  fail "Port $PORT on $HOST is taken. Choose another: PORT=8001 make $mode"
fi
setup
umask 077
mkdir -p "$DATA_DIR"
.venv/bin/flask --app wsgi prepare
echo "Needlepoint listens on ${PUBLIC_URL:-http://$HOST:$PORT}   (Ctrl-C ends it)"
[ "${WEB_WORKERS:-1}" != 1 ] || exec .venv/bin/python -m server.serve
# Several processes belong behind a proxy that reads requests to their end: here each slow connection holds a thread.
exec .venv/bin/gunicorn wsgi:app --bind "$HOST:$PORT" --workers "$WEB_WORKERS" --worker-class gthread \
  --threads "${WEB_THREADS:-8}" --keep-alive 15 --timeout 60 --limit-request-line 8190 --graceful-timeout 25 --no-control-socket \
  --log-level warning
