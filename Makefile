# Needlepoint. `make help` lists what there is.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help demo run setup packages quick test lint types contracts check bench look soak mutants js vendor messages words release lock

PY := .venv/bin/python
WORKERS ?= 3
export PYTHONDONTWRITEBYTECODE := # where it is set, each of some hundred servers of the tests compiles every library anew
PACKAGES ?= browser# of the system, installed where they are missing, beside those of Python and Node
ARGS ?=
NODE := $(shell command -v npm 2>/dev/null)

help: ## this list
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 20

demo: ## a made-up clinic with patients and notes on http://127.0.0.1:8000 (PORT, DATA_DIR, DEMO_PASSWORD)
	@./run.sh demo

run: ## your own clinic, empty at first (PORT, DATA_DIR, PUBLIC_URL)
	@./run.sh run

setup:
	@./run.sh setup dev

packages:
	@.ci/packages $(PACKAGES)

test: setup js-tests packages ## every test but the long ones; ARGS="-k sync" to choose, WORKERS=4 to use more cores
	@$(PY) -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder --durations=40 --durations-min=5 -m "not soak" $(ARGS)

quick: WORKERS := 2 # each starts by reading all tests
quick: setup js-tests ## what must hold after each step: rules in both languages, records, sync and access on SQLite
	@$(PY) -m pytest -q -n $(WORKERS) -m "not pg and not soak and not slow and not grows" tests/domain tests/schemas tests/node tests/services tests/api $(ARGS)

soak: setup js-tests ## the long tests: 4,000 histories on each database, planted faults, kills, fuzzed requests (some hours)
	@.ci/packages browser
	@NEEDLEPOINT_SOAK=1 $(PY) -m pytest -m "soak or grows" $(ARGS)

mutants: setup js-tests ## plants some 360 faults one at a time: which do the tests not see? (an hour or more; ARGS="--only merge")
	@.ci/packages browser
	@$(PY) -m tests.mutants $(ARGS)

lint: py-lint js-lint ## ruff, import contracts; biome when npm is there
types: py-types js-types ## mypy, strict on the rules and the services; tsc over the browser side when npm is there

py-lint: setup
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/lint-imports --no-logo
py-types: setup
	@.venv/bin/mypy

contracts: setup ## rules of the code base: sizes, one way to commit, messages, imports, headers, routes
	@$(PY) -m pytest -q tests/contracts $(ARGS)

check: ## lint + types + test side by side: what a change must pass
	@$(MAKE) --no-print-directory -j4 lint types test

bench: setup js-tests ## W1 to W4 against a bare server in the same run, as ratios, W5 on a tablet; FULL=1 for 20,000 and 200,000 notes, PG=1
	@$(PY) -m tests.load $(if $(FULL),--full) $(if $(PG),--postgres) $(ARGS)

look: setup js-tests ## pictures of every screen in four sizes and in dark, as contact sheets in build/look, with what axe finds
	@.ci/packages browser
	@$(PY) -m tests.look $(ARGS)

messages: setup ## bring server/locale/needlepoint.pot and static/i18n up to date with the source
	@.venv/bin/flask --app wsgi messages extract
	@.venv/bin/flask --app wsgi messages compile

words: setup ## every message and label in the order of the note, to be read: build/messages.txt
	@.venv/bin/flask --app wsgi messages list

js: node_modules/.ready ## make static/dist, which is what browsers get (needs npm)
	@npm run --silent build

vendor: node_modules/.ready ## copy fonts and licences of the packages in package.json into static/
	@npm run --silent vendor

release: ## build/release: the archive that clinics install, its parts list and SHA256SUMS; from a commit without changes beside it
	@.ci/release

lock: ## resolve requirements*.in anew (needs uv)
	uv pip compile requirements.in --universal --generate-hashes --no-header -o requirements.txt
	uv pip compile requirements-dev.in --universal --generate-hashes --no-header -c requirements.txt -o requirements-dev.txt

.PHONY: py-lint py-types js-lint js-types js-tests
ifeq ($(NODE),)
js-lint js-types js-tests:
	@echo "$@ skipped: npm is not installed. It is needed to change the scripts and for the browser tests, never to run Needlepoint."
else
js-lint: node_modules/.ready
	@npm run --silent lint
js-tests: node_modules/.ready
	@node .ci/build-tests.mjs
js-types: node_modules/.ready
	@npm run --silent types
node_modules/.ready: package-lock.json
	@npm install --no-save --silent --ignore-scripts --no-audit --no-fund && touch $@
endif
