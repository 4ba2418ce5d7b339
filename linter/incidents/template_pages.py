"""The communication templates of a knowledge base: which pages they are, and which were approved."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

from linter.config import Config, ConfigError
from linter.kinds.load import load_kinds, schema_files
from linter.kinds.recognise import recognise
from linter.model.kind import Kind
from linter.parsing import parse
from linter.project.discovery import SUFFIXES, discover
from linter.project.reading import UnreadableError, read_text

_KIND = "communication"


class TemplatePage(NamedTuple):
    """A page that messages are made from. `is_approved` is false for a draft and for what was retired."""

    path: str
    name: str
    title: str
    description: str
    is_approved: bool
    text: str
    kind: Kind


def template_pages(root: Path, config: Config) -> list[TemplatePage]:
    """The templates, in order of their paths. Raises SchemaError for a kind that cannot be used."""
    kinds = load_kinds(schema_files(root, config.schemas))
    found = []
    for path in discover(root, [root], config.exclude).pages:
        if not path.endswith(SUFFIXES):
            continue
        try:
            text = read_text(root, path)
        except UnreadableError:
            continue
        # Parsing is dear, and few pages are templates.
        if _KIND not in path and _KIND not in text[:2000]:
            continue
        document = parse(text)
        kind, _ = recognise(path, document, kinds, None)
        if kind is None or kind.name != _KIND:
            continue
        data = document.front_matter.data
        title = str(data.get("title") or (document.sections[0].title if document.sections else ""))
        approved = data.get("status") not in ("draft", "retired")
        found.append(
            TemplatePage(path, Path(path).stem, title, str(data.get("description") or ""), approved, text, kind)
        )
    return found


def template_called(pages: Sequence[TemplatePage], wanted: str, root: Path) -> TemplatePage:
    """The template of a name, or at a path. Raises ConfigError."""
    given = Path.cwd() / wanted
    below = given.relative_to(root).as_posix() if given.is_relative_to(root) else ""
    found = [page for page in pages if page.path in (wanted, below)]
    found = found or [page for page in pages if page.name.casefold() == wanted.casefold()]
    if len(found) > 1:
        raise ConfigError(f"several templates are called `{wanted}`: {', '.join(page.path for page in found)}")
    if not found:
        near = get_close_matches(wanted, [page.name for page in pages], 1)
        hint = f"; did you mean `{near[0]}`?" if near else "; --list-templates lists them"
        raise ConfigError(f"no template is called `{wanted}`{hint}")
    return found[0]
