# Two commands are enough: `make demo` and `make test`. `make` alone lists the rest.
PYTHON ?= python3
PORT ?= 8000
DATA ?= demo-data
# How many tests run at once; each worker has a PostgreSQL of its own.
JOBS ?= 2

VENV := .venv
BIN := $(VENV)/bin
ASSETS := webapp/web/static/vendor/manifest.json

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev assets demo demo-reset test lint format bench lock clean

help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/.made: requirements-tools.lock tools/make_venv.sh
	@echo "Making .venv ..."
	@tools/make_venv.sh $(PYTHON)
	@touch $@

$(VENV)/.run: requirements.lock $(VENV)/.made
	@echo "Installing what Godpraksis runs on ..."
	@tools/install.sh requirements.lock
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	@echo "Installing what its tests need ..."
	@tools/install.sh requirements-dev.lock
	@touch $@

# The checkout itself, so that .venv/bin/godpraksis exists and importlib.metadata knows the version.
$(VENV)/.self: setup.cfg pyproject.toml $(VENV)/.run
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	@touch $@

setup: $(VENV)/.self assets ## Make .venv with what Godpraksis runs on, and fetch the design system and fonts

setup-dev: $(VENV)/.dev $(VENV)/.self ## ... and what its tests need
	@$(BIN)/python tools/vendor.py --tests

assets: $(VENV)/.run ## Fetch the design system and fonts (does nothing when they are there)
	@$(BIN)/python tools/vendor.py

demo: setup ## Set everything up and serve a demo (PORT=8000 DATA=demo-data)
	@$(BIN)/godpraksis demo --port $(PORT) --data $(DATA)

demo-reset: ## Throw the demo's data away (DATA=demo-data); the next `make demo` starts over
	rm -rf -- "$(DATA)"

lint: setup-dev ## Style, types, import contracts, Dockerfile and shell scripts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python tools/contracts.py
	$(BIN)/hadolint Dockerfile

format: setup-dev ## Let ruff write the style and the fixes it is sure of
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

test: setup-dev ## Set everything up and run the whole suite: lint, types, contracts, both databases, browser
	@$(BIN)/python tools/system_parts.py
	@$(MAKE) --no-print-directory lint
	$(BIN)/python -m pytest -n $(JOBS) --dist loadscope

bench: setup-dev ## Measure, each figure as a ratio in one run, one line of JSON each
	@$(BIN)/godpraksis bench

LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate
lock: $(VENV)/.made ## Renew the lock files (UPGRADE=--upgrade for newer versions)
	$(LOCK) $(UPGRADE) tools/bootstrap.in -o requirements-tools.lock
	$(LOCK) $(UPGRADE) setup.cfg -o requirements.lock
	$(LOCK) $(UPGRADE) setup.cfg --extra dev -c requirements.lock -o requirements-dev.lock
	$(LOCK) $(UPGRADE) tools/node.in -o requirements-node.lock
	$(BIN)/python tools/vendor.py --lock

clean: ## Remove everything made here, except demo data
	rm -rf $(VENV) temp build dist *.egg-info webapp/web/static/vendor tests/vendor .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
