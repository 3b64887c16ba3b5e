# Everything happens in .venv, which is made when it is needed. Only python3 (3.11 or newer) and make are assumed.

PYTHON ?= python3
PROJECT ?= projects/groningen.toml
SOURCE ?= ../shared/data

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
INSTALL := $(PIP) install --constraint constraints.txt --build-constraint constraints.txt

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run validate test test-fast lint data notebooks docs bench constraints clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

run: $(VENV)/made-run ## travel times, norms, map, GeoPackage and tables of PROJECT (default: projects/groningen.toml)
	$(BIN)/zorgkaart run $(PROJECT)

validate: $(VENV)/made-run ## hold PROJECT against official figures and against its last accepted results
	$(BIN)/zorgkaart validate $(PROJECT)

test: $(VENV)/made-test ## the tests; those in a browser are skipped where there is no Chromium
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder

test-fast: $(VENV)/made-test ## the tests but for the slow ones, in every folder: between two edits
	$(BIN)/python -m pytest -m "not slow" --numprocesses auto --dist loadfile --no-loadscope-reorder

lint: $(VENV)/made-lint node_modules/made-js ## style, format and types; of JavaScript with Node.js
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m tools.docstrings
	npm run --silent lint

data: $(VENV)/made-run ## rebuild data/ from the published files in SOURCE (default: ../shared/data)
	$(BIN)/python -m tools.importers $(SOURCE) data

notebooks: $(VENV)/made-notebook ## run the notebooks from top to bottom; the results go to build/notebooks
	mkdir -p build/notebooks
	printf '%s\n' notebooks/*.ipynb | xargs -P 2 -I @ \
	    $(BIN)/jupyter-execute --output='$(CURDIR)/build/notebooks/{notebook_name}.ipynb' @

docs: $(VENV)/made-docs ## the documentation site, in site/: open site/index.html
	$(BIN)/python -m docs.reference
	$(BIN)/python -m mkdocs build --strict

bench: $(VENV)/made-test $(VENV)/made-notebook ## time the main steps
	$(BIN)/python -m benchmarks

constraints: $(VENV)/made-lint ## pin the newest versions that fit pyproject.toml in constraints.txt
	$(PIP) install --group build
	$(BIN)/uv pip compile --upgrade --universal --python-version 3.11 --fork-strategy fewest --no-annotate \
	    --all-extras --group test --group lint --group docs --group build \
	    --custom-compile-command "make constraints" --output-file constraints.txt pyproject.toml >/dev/null

clean: ## remove .venv, caches and built files; results of runs stay
	rm -rf $(VENV) node_modules build dist site .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find src tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

# The files below stand for what has been installed; a change of the pins or of pyproject.toml installs anew.

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	    echo "zorgkaart needs Python 3.11 or newer; '$(PYTHON)' is older or missing. Name another: make PYTHON=python3.12"; \
	    exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	    echo "'$(PYTHON)' cannot make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv"; \
	    exit 1; }
	@echo "Installing into $(VENV); the first time this takes a few minutes."
	@$(PYTHON) -m venv $(VENV)

$(VENV)/made: pyproject.toml constraints.txt | $(BIN)/python
	@$(PIP) install --constraint constraints.txt pip
	@touch $@

$(VENV)/made-run: $(VENV)/made
	@$(INSTALL) --editable .
	@touch $@

$(VENV)/made-test: $(VENV)/made-run
	@$(INSTALL) --group test
	@touch $@

$(VENV)/made-lint: $(VENV)/made-test
	@$(INSTALL) --group lint
	@touch $@

# Node.js checks the scripts of the maps; nothing but make lint and tests/js needs it.
node_modules/made-js: package.json package-lock.json .npmrc
	@command -v npm >/dev/null || { \
	    echo "make lint needs Node.js 18.18 or newer, with npm. On Debian and Ubuntu: apt-get install nodejs npm"; \
	    exit 1; }
	@npm ci --no-progress --loglevel=error
	@touch $@

$(VENV)/made-notebook: $(VENV)/made-run
	@$(INSTALL) --editable '.[notebook]'
	@touch $@

$(VENV)/made-docs: $(VENV)/made-run
	@$(INSTALL) --group docs
	@touch $@
