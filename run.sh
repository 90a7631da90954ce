#!/usr/bin/env bash
# Sets up what is missing, then serves Needlepoint.
#
#   ./run.sh              your clinic, data in ./data/live
#   ./run.sh demo         a made-up clinic to look around in, data in ./data/demo
#   ./run.sh flask ...    a command of the console, with the settings of the server: ./run.sh flask users list
#   ./run.sh prepare      brings the database up to date, after a backup; then ./run.sh serve serves
#   ./run.sh setup [dev]  only makes .venv ready (dev: with what the tests and linters need)
#
# Settings come from the environment and from needlepoint.env (see README.md). PYTHON names the Python that makes .venv.
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
  demo) export DEMO=1 SETTINGS_FILE="${SETTINGS_FILE:-}" ;; # a clinic's own settings are not for the demo
  run | prepare | serve | flask) ;;
  *) fail "Unknown: $mode. Use ./run.sh, or ./run.sh with demo, prepare, serve, flask ..., setup [dev]." ;;
esac

setup
umask 077
case $mode in
  flask) exec .venv/bin/flask --app wsgi "${@:2}" ;;
  prepare) exec .venv/bin/flask --app wsgi prepare "${@:2}" ;;
  serve) ;;
  *) .venv/bin/flask --app wsgi prepare --listen ;;
esac
exec .venv/bin/python -m server.serve
