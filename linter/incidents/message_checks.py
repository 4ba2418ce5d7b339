"""What the linter's rules say of a text before it is sent, or written into a record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from linter.config import Config
from linter.incidents.yaml_edits import render

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


def _remarks(root: Path, config: Config, message: str, today: date, record: str = "") -> list[Remark]:
    from linter.engine import Request, lint
    from linter.levels import Selection
    from linter.project.tree import DiskTree

    # Nobody must be blamed in a message any more than in a post-mortem: that is the kind the rule looks at.
    texts = {_PAGE: f"---\nkind: post-mortem\n---\n# Update\n\n{message}\n", _RECORD: record}
    request = Request(
        *(root, config, (_PAGE,), False, today, Selection(("N", "W"))),
        tree=DiskTree(root),
        read=texts.get,
        incident_files=(_RECORD,) if record else (),
    )
    remarks = []
    for finding in lint(request).findings:
        stops = finding.name in _STOPS or (finding.name in _STOPS_AS_ERROR and finding.severity == "error")
        if stops or finding.name in _SAYS | _STOPS_AS_ERROR:
            remarks.append(Remark(finding.name, finding.message, stops))
    return remarks
