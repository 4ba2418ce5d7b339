PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

export NO_MKDOCS_2_WARNING := 1

.PHONY: all site test programs lint format generated benchmark clean

all: site
	@echo
	@echo "The site is built in site/. Serve it with:"
	@echo "    $(BIN)/python -m http.server --directory site --bind 127.0.0.1 8000"
	@echo "or, to see your changes as you write: $(BIN)/mkdocs serve"

site: $(VENV)/.installed
	$(BIN)/runbook-linter check docs
	$(BIN)/mkdocs build --quiet

$(VENV)/.installed: pyproject.toml requirements-dev.txt
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

test: $(VENV)/.installed programs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n auto

# The tests read the site in a real browser, compare what they say of alert rules with Prometheus' own promtool, and
# complete commands in real shells.
programs:
	@{ command -v chromium || command -v "$$CHROMIUM"; } >/dev/null && { command -v promtool && command -v fish && command -v zsh; } >/dev/null || { \
		echo "installing Chromium, promtool, fish and zsh"; \
		if [ "$$(id -u)" = 0 ]; then SUDO=; else SUDO=sudo; fi; \
		$$SUDO apt-get update -qq && $$SUDO apt-get install -y -qq --no-install-recommends \
			chromium fonts-dejavu-core prometheus fish zsh; \
	} >/dev/null

lint: $(VENV)/.installed
	$(BIN)/ruff check .
	$(BIN)/mypy

format: $(VENV)/.installed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

generated: $(VENV)/.installed
	$(BIN)/python tools/shipped_kinds.py
	$(BIN)/python tools/rule_pages.py
	$(BIN)/python tools/examples.py

benchmark: $(VENV)/.installed
	$(BIN)/python benchmarks/run.py

clean:
	rm -rf $(VENV) site
