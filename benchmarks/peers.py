"""The linter and its peers; the peers are installed into an environment of their own."""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

HOME = Path(__file__).resolve().parent / ".peers"
FROM_PYPI = {"rumdl": "rumdl", "rumdl-warm": "rumdl", "pymarkdown": "pymarkdownlnt", "mdformat": "mdformat"}
"""The packages of tools. Those that end with `-warm` use what their own earlier runs kept."""


class Tool(NamedTuple):
    """A tool and its command line up to the path."""

    name: str
    label: str
    start: tuple[str, ...]
    pattern: str = ""

    def command(self, path: Path) -> list[str]:
        """The command that lints a page or folder."""
        return [*self.start, f"{path}/{self.pattern}" if self.pattern and path.is_dir() else str(path)]


def tools(ours: str, only: Sequence[str]) -> tuple[list[Tool], dict[str, str]]:
    """The tools that can be had, ours first, and why the others cannot."""
    wanted = [name for name in ("ours", "ours-warm", *FROM_PYPI, "markdownlint-cli2") if not only or name in only]
    found: list[Tool] = []
    missing: dict[str, str] = {}
    for name in wanted:
        try:
            found.append(_tool(name, ours))
        except (OSError, subprocess.CalledProcessError) as error:
            missing[name] = str(error).splitlines()[0]
    return found, missing


def _tool(name: str, ours: str) -> Tool:
    if name == "ours":
        return Tool("ours", "runbook-linter --no-cache", (ours, "check", "--no-cache"))
    if name == "ours-warm":
        return Tool(name, "runbook-linter, warm", (ours, "check"))
    if name == "markdownlint-cli2":
        return Tool(name, name, (_from_npm(name),), "**/*.md")
    program = _from_pypi(FROM_PYPI[name], name.removesuffix("-warm"))
    arguments = {
        "rumdl": (program, "check", "--no-cache"),
        "rumdl-warm": (program, "check"),
        "pymarkdown": (program, "scan", "--recurse"),
        "mdformat": (program, "--check"),
    }
    return Tool(name, name.replace("-warm", ", warm"), arguments[name])


def _from_pypi(package: str, program: str) -> str:
    folder = HOME / "python"
    if not (folder / "bin" / "python").exists():
        venv.create(folder, with_pip=True)
    if not (folder / "bin" / program).exists():
        pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, package], check=True, stdout=sys.stderr)
    return str(folder / "bin" / program)


def _from_npm(package: str) -> str:
    npm = shutil.which("npm")
    if npm is None:
        raise OSError("npm is not installed")
    program = HOME / "node" / "node_modules" / ".bin" / package
    if not program.exists():
        subprocess.run([npm, "install", "--prefix", str(HOME / "node"), package], check=True, stdout=sys.stderr)
    return str(program)
