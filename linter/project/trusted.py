"""The settings of a commit that is trusted, for a tree that is not: a pull request must not bring its own.

Configuration, kinds, tools, rule files, baseline and `.lycheeignore` are written to a folder apart, as Git has them at
that commit; the tree's own are not read.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from linter.config import CONFIG_NAME, Config, ConfigError
from linter.config_reader import read_config
from linter.project.blobs import text_at, texts_at
from linter.project.changes import commit_named
from linter.project.git import run_git
from linter.project.root import git_top

_PROJECT_FILE = "pyproject.toml"
_SECTION = "[tool.runbook-linter"
_ALWAYS = ("schemas", ".lycheeignore")


class TrustedSettings(NamedTuple):
    """The root of the knowledge base, and its configuration; the files that it names lie in the folder given."""

    root: Path
    config: Config


def settings_at(start: Path, revision: str, folder: Path) -> TrustedSettings | None:
    """Write the settings for `start`, as they are at a revision, into `folder`; None where it has no configuration.

    Raises ConfigError for a revision that is not there, and a configuration that cannot be used.
    """
    top = git_top(start)
    at = commit_named(start, revision)
    if top is None or at is None:
        raise ConfigError(f"--config-from {revision}: Git knows no such commit here")
    for root in (start, *start.parents):
        if top not in (root, *root.parents):
            return None
        for name in (CONFIG_NAME, _PROJECT_FILE):
            text = text_at(root, at, name)
            if text is not None and (name == CONFIG_NAME or _SECTION in text):
                (folder / name).write_text(text, encoding="utf-8", newline="")
                config = _read(folder / name, f"{revision}:{name}")
                _write(root, at, [*_ALWAYS, *config.schemas, *config.rule_files, config.baseline or ""], folder)
                return TrustedSettings(root, config)
    return None


def _read(path: Path, shown: str) -> Config:
    try:
        return read_config(path)
    except ConfigError as error:
        raise ConfigError(str(error).replace(str(path), shown)) from None


def _write(root: Path, commit: str, names: list[str], folder: Path) -> None:
    """Write the files and folders of these names, as far as they are there and texts."""
    wanted = [os.path.normpath(name) for name in names if name and not name.startswith(("/", ".."))]
    listed = run_git(root, "ls-tree", "-r", "-z", "--name-only", commit, "--", *wanted) or b""
    paths = [os.fsdecode(path) for path in listed.split(b"\0") if path]
    for path, text in texts_at(root, commit, [path for path in paths if ".." not in path.split("/")]).items():
        if text is not None:
            place = folder / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8", newline="")
