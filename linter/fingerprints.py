"""What a finding is, apart from where it stands: the same on the next run, though lines moved in between."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from linter.kinds.titles import fold_title
from linter.model.document import Document, Section
from linter.model.finding import Finding

_LONGEST_TEXT = 200
_MARKDOWN = (".md", ".markdown")


class Identity(NamedTuple):
    """A finding without its place: page, rule, the headings above it, and the text it is about.

    `section` are the folded titles from the outermost to the innermost, the page's own title left out; `text` is the
    finding's subject, else what stands in its span, on one line. Both are empty for what concerns a page as a whole.
    """

    path: str
    rule: str
    section: tuple[str, ...]
    text: str


def identities(findings: Sequence[Finding], read: Callable[[str], str | None]) -> list[Identity]:
    """The identity of each finding. `read` gives the text of a file, None where it cannot be read."""
    texts: dict[str, str] = {}
    documents: dict[str, Document] = {}
    found = []
    for finding in findings:
        path = finding.path
        if path not in texts:
            texts[path] = read(path) or ""
        if path.endswith(_MARKDOWN):
            if path not in documents:
                from linter.parsing import parse

                documents[path] = parse(texts[path])
            found.append(_in_page(finding, documents[path], texts[path]))
        else:
            found.append(Identity(path, finding.name, (), _text(finding, texts[path])))
    return found


def fingerprints(findings: Sequence[Finding], read: Callable[[str], str | None]) -> list[str]:
    """A text for each finding that no other one of these has; those alike are told apart by their number in order."""
    seen: Counter[Identity] = Counter()
    made = []
    for identity in identities(findings, read):
        seen[identity] += 1
        parts = (identity.path, identity.rule, *identity.section, identity.text, str(seen[identity]))
        made.append(hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32])
    return made


def _in_page(finding: Finding, document: Document, text: str) -> Identity:
    start = finding.span.start
    sections = document.sections
    first = sections[0] if sections else None
    if not finding.subject and (first is None or start <= first.heading.span.end):
        return Identity(finding.path, finding.name, (), "")
    inner: Section | None = None
    for section in sections:
        if section.span.start <= start < section.span.end:
            inner = section
    titles: list[str] = []
    while inner is not None and not (inner is first and inner.level == 1):
        titles.insert(0, fold_title(inner.title))
        inner = inner.parent
    return Identity(finding.path, finding.name, tuple(titles), _text(finding, text))


def _text(finding: Finding, text: str) -> str:
    said = finding.subject or text[finding.span.start : finding.span.end]
    return " ".join(said.split())[:_LONGEST_TEXT]
