# `make audit` shows what this is for; `make help` lists the rest.
# Everything is installed into .venv beside this file; nothing else on the machine is changed.

PYTHON ?= python3
MONTH ?= 2026-10
BIN := .venv/bin
PIP_INSTALL := $(BIN)/python -m pip install -qq --disable-pip-version-check -c constraints.txt
PYTEST := $(BIN)/python -m pytest

# A file is one process's, so that what its tests share is made once; in their order, in which long ones come
# early. Without the plugin for notebooks: it is for `pytest --nbmake` alone, and each process would load it.
SPREAD := -n 2 --dist loadfile --no-loadscope-reorder -p no:nbmake

.DEFAULT_GOAL := help
.PHONY: help install sample audit test check docs lock clean

help:
	@echo "make audit   install, write the sample provider, audit every service for $(MONTH)"
	@echo "make test    run the tests (under five minutes on two cores)"
	@echo "make check   format, lint, types, import direction, notebooks stripped, reference pages fresh"
	@echo "make docs    write the generated reference pages again"
	@echo "make lock    renew constraints.txt"
	@echo "make clean   remove the virtual environment, the sample's data and everything under outputs/"

# Stamps keep a second run from installing anything again.
.venv/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed. Name one: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv .venv
	@touch $@

# Each holds the ones before it, so the largest is asked for first where several are needed.
.venv/.installed: .venv/.made pyproject.toml constraints.txt
	$(PIP_INSTALL) -e .
	@touch $@

.venv/.installed-test: .venv/.made pyproject.toml constraints.txt
	$(PIP_INSTALL) -e '.[test]'
	@touch .venv/.installed $@

.venv/.installed-dev: .venv/.made pyproject.toml constraints.txt
	$(PIP_INSTALL) -e '.[dev]'
	@touch .venv/.installed .venv/.installed-test $@

install: .venv/.installed

# The sample provider is written again when the code that invents it changes.
planted.json: $(shell find toolkit/sample -name '*.py') | .venv/.installed
	$(BIN)/grip sample .
	@touch $@

sample: planted.json

audit: .venv/.installed planted.json
	$(BIN)/grip audit $(MONTH)
	@echo
	@echo "Open outputs/$(MONTH)/index.html in a browser."

test: .venv/.installed-test
	$(PYTEST) $(SPREAD) -m "not slow and not browser"

check: .venv/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/nbstripout --verify --keep-id notebooks/*.ipynb
	$(BIN)/python docs/generate.py --check

docs: .venv/.installed
	$(BIN)/python docs/generate.py

lock: .venv/.installed-dev
	$(PIP_INSTALL) uv
	$(BIN)/uv pip compile --quiet --universal --all-extras --python-version 3.11 --upgrade \
	  --no-header --no-annotate --output-file constraints.txt pyproject.toml

clean:
	rm -rf .venv data planted.json
	find outputs -mindepth 1 ! -name README.md -delete
