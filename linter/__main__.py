"""`python -m linter`."""

from linter.cli.main import entry

entry()
