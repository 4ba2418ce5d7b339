"""The parser of a command's arguments."""

from __future__ import annotations

import argparse
from typing import NoReturn

from linter.config import ConfigError


class CommandParser(argparse.ArgumentParser):
    """A parser whose complaint is one line, as every complaint here is: `--help` has all options."""

    def error(self, message: str) -> NoReturn:
        """Raise ConfigError."""
        raise ConfigError(f"{message}; see `{self.prog} --help`")
