"""What the linter's rules say of a text before it is sent, or written into a record."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from linter.config import Config
from linter.incidents.yaml_edits import render
from linter.model.finding import Finding

_STOPS = frozenset({"false-promise", "secret"})
_STOPS_AS_ERROR = frozenset({"blame-person"})
_SAYS = frozenset({"vague-update"})
_RECORD = "docs/incidents/record.yml"
_PAGE = "docs/post-mortems/message.md"


class Remark(NamedTuple):
    """What a rule says of a message. `stops` is true where it must not be sent as it is."""

    rule: str
    message: str
    stops: bool


def remarks_on_update(
    root: Path, config: Config, record: Mapping[str, Any], update: Mapping[str, Any], today: date
) -> list[Remark]:
    """What the rules say of an update of a record, as they are configured. Both are values as a record holds them."""
    return _remarks(root, config, update["message"], today, render({**record, "updates": [update]}))


def secrets_in(root: Path, config: Config, text: str, today: date) -> list[str]:
    """What in a text looks like a token or a password, in words that do not repeat it."""
    return [remark.message for remark in _remarks(root, config, text, today) if remark.rule == "secret"]


def texts_with_secrets(root: Path, config: Config, texts: Collection[str], today: date) -> frozenset[str]:
    """Those of many texts that hold what looks like a token or a password."""
    pages = {f"docs/messages/{number}.md": text for number, text in enumerate(texts)}
    findings = _findings(root, config, {path: _page(text) for path, text in pages.items()}, today, ("secret",))
    return frozenset(pages[finding.path] for finding in findings)


def _remarks(root: Path, config: Config, message: str, today: date, record: str = "") -> list[Remark]:
    texts = {_PAGE: _page(message), **({_RECORD: record} if record else {})}
    remarks = []
    for finding in _findings(root, config, texts, today, ("N", "W")):
        stops = finding.name in _STOPS or (finding.name in _STOPS_AS_ERROR and finding.severity == "error")
        if stops or finding.name in _SAYS | _STOPS_AS_ERROR:
            remarks.append(Remark(finding.name, finding.message, stops))
    return remarks


def _page(message: str) -> str:
    """A message as a page. Nobody must be blamed in one any more than in a post-mortem: that kind the rule looks at."""
    return f"---\nkind: post-mortem\n---\n# Update\n\n{message}\n"


def _findings(
    root: Path, config: Config, texts: Mapping[str, str], today: date, select: tuple[str, ...]
) -> Sequence[Finding]:
    """What the rules find in these texts, by path; nothing else is read."""
    from linter.engine import lint
    from linter.levels import Selection
    from linter.project.tree import DiskTree
    from linter.run import Request

    pages = tuple(path for path in texts if path.endswith(".md"))
    request = Request(
        *(root, config, pages, False, today, Selection(select)),
        tree=DiskTree(root),
        read=texts.get,
        incident_files=tuple(path for path in texts if path not in pages),
    )
    return [finding for finding in lint(request).findings if finding.path in texts]
