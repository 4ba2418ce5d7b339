"""The records of incidents: which files they are, and reading them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from linter.config import DEFAULT_INCIDENTS, Config, ConfigError, matches_glob
from linter.model.incident import IncidentFile
from linter.project.reading import UnreadableError, read_text
from linter.project.tree import DiskTree, WalkedTree

if TYPE_CHECKING:
    from linter.project.project import PageReader

_SUFFIXES = (".yml", ".yaml")
_WILD = frozenset("*?[")
_NO_RECORD = "it does not look like the record of an incident; name its file under `incidents` if it is one"


def record_paths(root: Path, patterns: Sequence[str]) -> list[str]:
    """The files below the root that the patterns name."""
    return records_among(DiskTree(root), patterns)


def records_among(tree: WalkedTree, patterns: Sequence[str]) -> list[str]:
    """The files of a tree that the patterns name. Only the folders that they begin with are walked through."""
    found: set[str] = set()
    for pattern in patterns:
        folder = _fixed_folder(pattern)
        parts = pattern.strip("/").split("/")
        depth = None if "**" in parts else len(parts) - 1 - (len(folder.split("/")) if folder else 0)
        found.update(path for path in tree.below(folder, depth) if matches_glob(path, pattern))
    return sorted(found)


def place_of_new_record(root: Path, patterns: Sequence[str], id: str) -> Path:
    """Where a new record goes: into the first folder that a pattern begins with and that is there, else the first.

    Raises ConfigError where no pattern would find it there again.
    """
    named = [(_fixed_folder(pattern), pattern.rpartition(".")[2]) for pattern in patterns]
    places = [
        PurePosixPath(folder) / f"{id}.{suffix if f'.{suffix}' in _SUFFIXES else 'yml'}" for folder, suffix in named
    ]
    found = [place for place in places if any(matches_glob(str(place), pattern) for pattern in patterns)]
    if not found:
        example = f"{places[0].parent}/*.yml" if places else DEFAULT_INCIDENTS[0]
        raise ConfigError(f"`incidents` has no pattern that finds {id}.yml: add one such as {example}")
    return root / next((place for place in found if (root / place.parent).is_dir()), found[0])


def is_record_at(root: Path, path: str, config: Config) -> bool:
    """True for a file that is a record by its path or by what is in it."""
    try:
        return is_record(path, read_text(root, path), config)
    except UnreadableError:
        return _is_named(path, config)


def is_record(path: str, text: str, config: Config) -> bool:
    """The same for a file of this text."""
    from linter.parsing.incident_records import looks_like_record

    named = _is_named(path, config)
    if not path.endswith(_SUFFIXES) or (named and config.incidents != DEFAULT_INCIDENTS):
        return named
    return looks_like_record(path if named else "", text)


def _is_named(path: str, config: Config) -> bool:
    return any(matches_glob(path, pattern) for pattern in config.incidents)


def read_records(
    paths: Sequence[str], read: PageReader, config: Config, named: Collection[str] = ()
) -> list[IncidentFile]:
    """The records at these paths. What the default patterns find, and is none, is passed over unless it is `named`."""
    from linter.parsing.incident_records import looks_like_record, read_incident_file

    files = []
    for path in paths:
        text = read(path)
        if text is None:
            files.append(IncidentFile(path, "", skipped="it cannot be read"))
        elif config.incidents == DEFAULT_INCIDENTS and path not in named and not looks_like_record(path, text):
            files.append(IncidentFile(path, text, skipped=_NO_RECORD))
        else:
            files.append(read_incident_file(path, text))
    return files


def _fixed_folder(pattern: str) -> str:
    """The folders that a pattern begins with, up to the first that is not written out."""
    fixed = []
    for part in pattern.strip("/").split("/")[:-1]:
        if _WILD & set(part):
            break
        fixed.append(part)
    return "/".join(fixed)
