# make run    serves the archive      make test    checks and tests everything
# make setup  installs what both need (run and test call it themselves)
# make bench  measures; see bench/
# make test-fast is the quick part of make test
# make coverage tells which lines the quick tests run
# make lock   writes requirements.txt and requirements-dev.txt anew, with hashes, from the .in files
# make drills does at length what tests do a little of: writes under exports, floods,
# kills, what the clock tells, how quickly pages are there in a browser

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test test-fast bench coverage drills lock setup setup-run setup-test lint

run: setup-run
	@exec $(BIN)/python manage.py start --port $(PORT)

test: setup-test
	@$(BIN)/python -m tests.run

# On SQLite, without a browser and without what takes longest
test-fast: setup-test
	@$(BIN)/python -m tests.run --fast

coverage: $(VENV)/test.stamp
	@$(BIN)/python -m pytest -n auto -m "not browser and not slow" --cov=archive --cov-report=term:skip-covered

bench: $(VENV)/test.stamp $(VENV)/bench.stamp
	@$(BIN)/python -m bench.reading
	@$(BIN)/python -m bench.imports
	@$(BIN)/python -m bench.public_log
	@$(BIN)/python -m bench.busy_desk

drills: $(VENV)/test.stamp
	@DRILL_ROUNDS=100 $(BIN)/python -m pytest -m drill
	@$(BIN)/python -m bench.flood
	@$(BIN)/python -m bench.clock
	@$(BIN)/python -m bench.lighthouse

setup: setup-run setup-test

setup-run: $(VENV)/run.stamp

setup-test: $(VENV)/test.stamp
	@$(BIN)/python -m tests.tools --install

# What the archive is measured beside, in an environment of its own
$(VENV)/bench.stamp: bench/requirements.txt | $(VENV)/bin/python
	@$(PYTHON) -m venv $(VENV)/beside
	@$(VENV)/beside/bin/python -m pip install --quiet --disable-pip-version-check -r bench/requirements.txt
	@touch $@

# A library is pinned in requirements.in or requirements-dev.in; what it needs in turn is found here
lock: export CUSTOM_COMPILE_COMMAND := make lock
lock: COMPILE := $(VENV)/lock/bin/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras \
	--no-annotate --no-emit-index-url --no-emit-find-links --no-emit-options
lock:
	@$(PYTHON) -m venv $(VENV)/lock
	@$(VENV)/lock/bin/python -m pip install --quiet --disable-pip-version-check pip-tools==7.6.2
	@$(COMPILE) --output-file requirements.txt requirements.in
	@$(COMPILE) --output-file requirements-dev.txt requirements-dev.in

lint: $(VENV)/test.stamp
	@$(BIN)/ruff format --check . && $(BIN)/ruff check . && $(BIN)/lint-imports && $(BIN)/python -m tests.check_types

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; this is " + sys.version.split()[0] + ".")'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: requirements.txt | $(VENV)/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/test.stamp: requirements-dev.txt requirements.txt | $(VENV)/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@ $(VENV)/run.stamp
