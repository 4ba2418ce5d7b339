"""What a move or a new heading changes, all of it known before anything is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from html import unescape
from typing import NamedTuple

from linter.fixing import apply_edits
from linter.model.document import Document, Image, Link, LinkForm
from linter.model.finding import Edit
from linter.model.span import Span
from linter.parsing import parse
from linter.project.project import Project
from linter.project.reading import UnreadableError, read_text

_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


class PlanError(Exception):
    """Something that cannot be done. The text is one clear line."""


class Rewrite(NamedTuple):
    """A file's text before and after, and how many references were rewritten in it. `path` is that before the move."""

    path: str
    before: str
    after: str
    references: int


class Plan(NamedTuple):
    """All that is to be done. `renames` are (old, new) paths of files; `notes` what is left to do by hand.

    `done` is what else there is to say of it when it is done.
    """

    rewrites: tuple[Rewrite, ...]
    notes: tuple[str, ...] = ()
    renames: tuple[tuple[str, str], ...] = ()
    done: str = ""


class Reference(NamedTuple):
    """A link or image of a page. `raw` is its target as it stands in the text, `target` what a browser makes of it."""

    target: str
    raw: str
    span: Span
    form: LinkForm

    @property
    def html(self) -> bool:
        """True for raw HTML."""
        return self.form == "html"


def references(document: Document) -> list[Reference]:
    """The targets on a page, each place once: many links may share one definition."""
    found: dict[Span, Reference] = {}
    nodes: list[Link | Image] = [*document.links, *document.images]
    for node in nodes:
        span = node.target_span
        if span.end > span.start:
            found.setdefault(span, Reference(node.target, document.text[span.start : span.end], span, node.form))
    return list(found.values())


def read(project: Project, path: str) -> str:
    """The text of a file that may have to be edited. Raises PlanError."""
    try:
        return read_text(project.root, path)
    except UnreadableError as error:
        raise PlanError(f"{path}: cannot be read, so nothing was changed: {error}") from None


def rewritten_page(
    path: str, document: Document, targets: Mapping[Span, str], others: Iterable[Edit] = ()
) -> Rewrite | None:
    """A page with new targets, as raw text by their places, and other edits; None where there are none.

    The result is parsed: it must have the same links, the changed ones with their new targets. Raises PlanError.
    """
    edits = [Edit(*span, text) for span, text in targets.items()]
    more = list(others)
    if not edits and not more:
        return None
    after = apply_edits(document.text, [*edits, *more])
    read_back = parse(after)
    if not (
        _as_written(document.links, read_back.links, targets)
        and _as_written(document.images, read_back.images, targets)
    ):
        raise PlanError(f"{path}: a link there would not be read back as written, so nothing was changed")
    return Rewrite(path, document.text, after, len(edits) + len(more))


def _as_written(
    before: Sequence[Link] | Sequence[Image], after: Sequence[Link] | Sequence[Image], targets: Mapping[Span, str]
) -> bool:
    """Whether links are read back with their new targets, and the others as they were."""
    wanted: list[tuple[str, ...]] = []
    for node in before:
        raw = targets.get(node.target_span)
        wanted.append((node.target,) if raw is None else (raw, unmarked(raw)))
    read_back = [node.target for node in after]
    return len(read_back) == len(wanted) and all(map(tuple.__contains__, wanted, read_back))


def unmarked(raw: str) -> str:
    """A raw target as a browser gets it: Markdown's and HTML's escapes undone."""
    return unescape(_ESCAPE.sub(r"\1", raw))


def cut(reference: Reference) -> tuple[str, str] | None:
    """A target's path, and its query and fragment as raw text; None where they cannot be told apart."""
    at = min((at for at in map(reference.target.find, "?#") if at >= 0), default=len(reference.target))
    path, tail = reference.target[:at], reference.target[at:]
    if reference.raw == reference.target:
        return path, tail
    for middle in range(len(reference.raw) + 1):
        if unmarked(reference.raw[:middle]) == path and unmarked(reference.raw[middle:]) == tail:
            return path, reference.raw[middle:]
    return None


def place_of(text: str, span: Span, value: str) -> Span | None:
    """Where a value stands in its span, quotes aside; None where it is written otherwise."""
    at = text.find(value, span.start, span.end)
    return Span(at, at + len(value)) if at >= 0 and value else None


def line_of(text: str, offset: int) -> int:
    """The line of an offset, from 1."""
    return text.count("\n", 0, offset) + 1


def by_hand(path: str, text: str, span: Span, target: str) -> str:
    """The line about a reference that cannot be rewritten."""
    return f"{path}:{line_of(text, span.start)}: `{target}` has to be changed by hand"


def in_order(rewrites: Sequence[Rewrite | None]) -> tuple[Rewrite, ...]:
    """The rewrites that there are, by path."""
    return tuple(sorted((rewrite for rewrite in rewrites if rewrite), key=lambda rewrite: rewrite.path))
