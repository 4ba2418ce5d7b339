PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

.PHONY: all test lint format generated benchmark clean

all: $(VENV)/.installed
	$(BIN)/runbook-linter check docs
	@echo
	@echo "The knowledge base lies in docs/; '$(BIN)/runbook-linter check docs' lints it again."

$(VENV)/.installed: pyproject.toml requirements-dev.txt
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

test: $(VENV)/.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n auto

lint: $(VENV)/.installed
	$(BIN)/ruff check .
	$(BIN)/mypy

format: $(VENV)/.installed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

generated: $(VENV)/.installed
	$(BIN)/python tools/shipped_kinds.py
	$(BIN)/python tools/rule_pages.py

benchmark: $(VENV)/.installed
	$(BIN)/python benchmarks/run.py

clean:
	rm -rf $(VENV) site
