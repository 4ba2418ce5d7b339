"""Which pages a run reads."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from linter.config import CONFIG_NAME, matches_glob
from linter.project.root import git_top

SUFFIXES = (".md", ".markdown")
ALERT_SUFFIXES = (".yaml", ".yml", ".rules", ".json")
_BUILT = ("sitemap.xml.gz", "404.html")
"""What mkdocs puts into each site, and nobody keeps among their pages."""

_OF_ANOTHER = re.compile(r"\.(?:mdx|(?:md|markdown)\.(?:erb|j2|jinja2?|tmpl|tpl|liquid|ejs|hbs|njk))$")
_NOT_OURS = frozenset({"node_modules", "__pycache__", "site-packages", "venv"})


class Discovery(NamedTuple):
    """The pages found, relative to the root; the nested knowledge bases passed over; what went wrong.

    `unread` counts, by their ending such as `.md.erb`, the files that another program makes pages of.
    """

    pages: tuple[str, ...]
    nested: tuple[str, ...]
    troubles: tuple[str, ...]
    unread: Mapping[str, int] = {}


def discover(root: Path, arguments: Sequence[Path], exclude: Sequence[str], *, all_projects: bool = False) -> Discovery:
    """The pages below the arguments. A file named explicitly is read whatever its name, Git-ignored or not."""
    pages: dict[str, None] = {}
    nested: dict[str, None] = {}
    troubles: list[str] = []
    unread: Counter[str] = Counter()
    for argument in arguments:
        path = relative(root, argument)
        if path is None:
            troubles.append(f"{argument}: outside of the knowledge base {root}")
        elif argument.is_dir():
            files = _below(root, path)
            pages |= dict.fromkeys(pages_among(files, path, exclude, nested, all_projects=all_projects))
            unread += Counter(match[0] for file in files if (match := _OF_ANOTHER.search(file)))
        elif os.path.lexists(argument):
            pages[path] = None
        else:
            troubles.append(f"{argument}: no such file or folder")
    return Discovery(tuple(sorted(pages)), tuple(sorted(nested)), tuple(troubles), unread)


def relative(root: Path, path: Path) -> str | None:
    """`path` relative to the root with forward slashes; empty for the root itself, None outside of it."""
    full = os.path.normpath(os.path.join(os.getcwd(), path))
    if full == str(root):
        return ""
    prefix = str(root).rstrip(os.sep) + os.sep
    return full[len(prefix) :].replace(os.sep, "/") if full.startswith(prefix) else None


def _below(root: Path, folder: str) -> list[str]:
    """The files below a folder: those that Git knows or would take, all where there is no Git."""
    listed = _from_git(root, folder) if git_top(root / folder) else None
    return _from_disk(root, folder) if listed is None else listed


def pages_among(
    files: Iterable[str], folder: str, exclude: Sequence[str], nested: dict[str, None], *, all_projects: bool
) -> Iterable[str]:
    """The pages among the files below a folder; the nested knowledge bases passed over are added to `nested`."""
    files = [path for path in files if not _hidden(path, folder)]
    own = set() if all_projects else {os.path.dirname(path) for path in files if path.endswith("/" + CONFIG_NAME)}
    own.discard(folder)
    built = tuple(site for site in _built_sites(files) if len(site) > len(folder) + 1)
    for path in files:
        if not path.endswith(SUFFIXES) or any(matches_glob(path, pattern) for pattern in exclude):
            continue
        if built and path.startswith(built):
            continue
        holder = next((base for base in own if path.startswith(base + "/")), None)
        if holder is None:
            yield path
        else:
            nested[holder] = None


def _built_sites(files: Iterable[str]) -> tuple[str, ...]:
    """The folders, each with a slash at its end, into which mkdocs put a site: its pages' Markdown may be there too."""
    both = [{path.removesuffix(name) for path in files if path.endswith("/" + name)} for name in _BUILT]
    return tuple(sorted(set.intersection(*both)))


def _from_git(root: Path, folder: str) -> list[str] | None:
    from linter.project.git import run_git

    output = run_git(root, "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", folder or ".")
    if output is None:
        return None
    paths = {os.fsdecode(path) for path in output.split(b"\0") if path}
    return [path for path in paths if not path.endswith(SUFFIXES) or os.path.lexists(root / path)]


def _from_disk(root: Path, folder: str) -> list[str]:
    found: list[str] = []
    for where, folders, files in os.walk(root / folder):
        folders[:] = [name for name in folders if not name.startswith(".") and name not in _NOT_OURS]
        base = os.path.relpath(where, root).replace(os.sep, "/")
        prefix = "" if base == "." else base + "/"
        found += [prefix + name for name in files]
    return found


def _hidden(path: str, folder: str) -> bool:
    """True below a folder whose name starts with a dot, unless that folder was asked for."""
    inner = path[len(folder) :].lstrip("/") if folder else path
    return any(part.startswith(".") for part in inner.split("/")[:-1])
