"""Reading a JSON file that this program wrote: what is wrong with it is one line with file and position."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from linter.config import ConfigError


def read_json(path: Path) -> Any:
    """The value in a file. Raises ConfigError where it cannot be read, or is no JSON."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{path}: cannot be read: it is not UTF-8 text") from None
    except json.JSONDecodeError as error:
        raise ConfigError(f"{path}:{error.lineno}:{error.colno}: not valid JSON: {error.msg}") from None
    except RecursionError:
        raise ConfigError(f"{path}:1:1: nested too deeply") from None
