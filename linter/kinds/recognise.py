"""Which kind of document a page is: front matter, then config, then content, then its folders."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from itertools import pairwise

from linter.kinds.title_index import core_groups, index_of
from linter.model.document import Document
from linter.model.kind import Kind

PLAIN_PAGE = "page"
"""The name by which front matter or config says that a page is of no kind."""

_PLAIN_NAMES = frozenset(
    {
        *("readme", "index", "_index", "summary", "contributing", "changelog", "changes", "history"),
        *("license", "licence", "notice", "authors", "maintainers", "codeowners", "governance"),
        *("code_of_conduct", "code-of-conduct"),
    }
)
_NOT_LETTERS = re.compile(r"[^a-z]+")
_TEMPLATE_WORDS = ("template", "templates")
_ARCHETYPES = "archetypes"
"""Where Hugo keeps what new pages are made of."""
_TEMPLATE_WORDS_SET = frozenset(_TEMPLATE_WORDS)
_RETIRED_MARK = re.compile(
    r"[\[(](?:deprecated|retired|obsolete|superseded|duplicate of|moved to)\b[^\])]{0,200}[\])]"
    r"|^\W{0,9}(?:deprecated|retired|obsolete)(?:\s?[:–—]|\s-\s)"
    r"|\bduplicate of\b"
    r"|(?:^|[:,–—-]\s?)moved to\b",
    re.IGNORECASE,
)
_MOVED = re.compile(r"\bmoved to\b|\bduplicate of\b|\breplaced by\b|\bsee\b", re.IGNORECASE)
_STUB_WORDS = 40
_STUB_HEADINGS = 2


def recognise(
    path: str, document: Document, kinds: Mapping[str, Kind], configured_kind: str | None
) -> tuple[Kind | None, bool]:
    """The kind of the page at `path` (relative to the root), and whether the page or config names it.

    None is a plain page. Names that are never of a kind (README, templates) and stubs can still be
    given one by their own front matter; config, which names whole folders, gives them one only where
    their content says the same.
    """
    named = document.front_matter.data.get("kind")
    if isinstance(named, str) and (named in kinds or named == PLAIN_PAGE):
        return kinds.get(named), True
    is_plain = is_plain_name(path) or is_template(path)
    if configured_kind is not None and (configured_kind in kinds or configured_kind == PLAIN_PAGE):
        kind = kinds.get(configured_kind)
        if kind is not None and (is_plain or is_stub(document)) and not _has_core(document, kind):
            return None, True
        return kind, True
    if is_plain:
        return None, False
    kind = _by_content(document, kinds) or _by_folder(path, kinds)
    if kind is not None and is_stub(document) and not _has_core(document, kind):
        return None, False
    return kind, False


def is_plain_name(path: str) -> bool:
    """True for names that every repository has and that are no operational document: README, index, …"""
    return posixpath.basename(path).casefold().split(".", 1)[0] in _PLAIN_NAMES


def is_template(path: str) -> bool:
    """True for a page with the word `template` in its name, and for all in a folder of templates.

    An alert's name may contain it, too (`SSPTemplateValidatorDown`), so it must stand apart or come last.
    """
    folder, name = posixpath.split(path.casefold())
    if "template" in name:
        stem = name.split(".", 1)[0]
        return stem.endswith(_TEMPLATE_WORDS) or not _TEMPLATE_WORDS_SET.isdisjoint(_NOT_LETTERS.split(stem))
    parts = folder.split("/")
    if _ARCHETYPES in parts:
        return True
    return "template" in folder and any(not _TEMPLATE_WORDS_SET.isdisjoint(_NOT_LETTERS.split(part)) for part in parts)


def is_retired(document: Document) -> bool:
    """True when the front matter says `status: retired` or the title says so in words."""
    data = document.front_matter.data
    if data.get("status") == "retired":
        return True
    title = data.get("title")
    if isinstance(title, str) and retired_mark(title):
        return True
    return any(heading.level == 1 and retired_mark(heading.text) for heading in document.headings[:1])


def retired_mark(title: str) -> str:
    """The part of a title that says the page is retired, such as `[Deprecated]`; empty where none does."""
    found = _RETIRED_MARK.search(title)
    return found[0] if found else ""


def is_stub(document: Document) -> bool:
    """True for a page that only sends its reader elsewhere: a few words, and one link or `moved to …`."""
    if len(document.headings) > _STUB_HEADINGS or document.code_blocks or len(document.links) > 1:
        return False
    body = document.text[document.front_matter.span.end :]
    # A long page is no stub; its first part says so without splitting all of it.
    if len(body) > 2000 or len(body.split()) > _STUB_WORDS:
        return False
    return len(document.links) == 1 or _MOVED.search(body) is not None


def _by_content(document: Document, kinds: Mapping[str, Kind]) -> Kind | None:
    """The kind whose core sections the page has; where several do, the one with most of its sections."""
    fitting = [kind for kind in kinds.values() if _has_core(document, kind)]
    if len(fitting) < 2:
        return fitting[0] if fitting else None
    return max(fitting, key=lambda kind: len(_answered(document, kind)))


def _has_core(document: Document, kind: Kind) -> bool:
    if not kind.core:
        return False
    groups = core_groups(kind)
    return len({groups[spec_id] for spec_id in _answered(document, kind) if spec_id in groups}) >= kind.core_at_least


def _answered(document: Document, kind: Kind) -> set[str]:
    """Ids of the kind's sections that some heading of the page names."""
    index = index_of(kind.sections)
    return {spec.id for heading in document.headings for spec in index.specs(heading.text)}


def _by_folder(path: str, kinds: Mapping[str, Kind]) -> Kind | None:
    """The kind that the page's nearest folder names. The page's own name is its subject, not its kind."""
    for folder in reversed(posixpath.dirname(path).casefold().split("/")):
        words = _NOT_LETTERS.split(folder)
        spelled = {*words, *(f"{a} {b}" for a, b in pairwise(words))}
        for kind in kinds.values():
            if any(word in spelled or word.replace(" ", "") in spelled for word in kind.folder_words):
                return kind
    return None
