"""A runbook to begin with for an alert that has none: what its rule says, and the kind's scaffold for the rest."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from linter.alert_coverage import Coverage, CoveredAlert, ServedAlerts
from linter.generators.page_template import page_text
from linter.kinds.scaffold import as_plain_text, page_scaffold
from linter.model.alert_file import AlertRule
from linter.model.kind import Kind

_NAME = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)
_TEMPLATE = re.compile(r"\{\{-?\s*(.*?)\s*-?\}\}", re.DOTALL)
_CONTROL = re.compile(r"(?:if|else|end|with|range|define|template|block)\b")
_LABEL = re.compile(r"\$labels\.(\w+)|\.Labels\.(\w+)")


class Stub(NamedTuple):
    """A page to be written, relative to the root, and the alert it is for."""

    path: str
    alert: str
    text: str


def stubs(
    found: Coverage, pages: Iterable[ServedAlerts], docs: str, kind: Kind, template: Path | None
) -> Iterator[Stub]:
    """One page for each alert that leads nowhere, at the place its URL names, else beside the other runbooks."""
    folder = _folder(pages, docs)
    made: set[str] = set()
    for alert in found.alerts:
        if alert.page or not _NAME.fullmatch(alert.rule.name):
            continue
        if alert.rule.runbook_url and not alert.dead:
            # The URL of somebody else's site, which nobody here can judge.
            continue
        path = _path(alert, folder)
        if path.casefold() not in made:
            made.add(path.casefold())
            yield Stub(path, alert.rule.name, stub_text(alert.rule, kind, template))


def stub_text(rule: AlertRule, kind: Kind, template: Path | None) -> str:
    """The page for an alert, by the kind's own template where there is one. Raises ConfigError for a broken one."""
    said = [rule.annotations.get(key, "").strip() for key in ("summary", "description", "message")]
    meaning = "\n\n".join(_prose(text) for text in dict.fromkeys(said) if text)
    fires = f"It fires when this holds for {rule.duration}:" if rule.duration else "It fires when this holds:"
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", rule.expr)), default=0))
    expression = f"{fires}\n\n{fence}promql\n{rule.expr.strip()}\n{fence}"
    data: dict[str, Any] = {"kind": kind.name, "alerts": [rule.name]}
    if rule.severity and re.fullmatch(r"[A-Za-z][\w-]*", rule.severity):
        data["severity"] = rule.severity
    overview = "\n\n".join(part for part in (meaning, expression) if part)
    scaffold = page_scaffold(kind, kind.default_profile, rule.name, data, {"overview": overview})
    return page_text(scaffold, template)


def _prose(text: str) -> str:
    """An annotation as Markdown: `{{ $labels.pod }}` becomes the label's name, nothing else is markup."""

    def word(found: re.Match[str]) -> str:
        if _CONTROL.match(found[1]):
            return ""
        label = _LABEL.search(found[1])
        return f"\0{(label[1] or label[2]) if label else 'value'}\0"

    plain = as_plain_text(_TEMPLATE.sub(word, text))
    return re.sub("\0([^\0]*)\0", r"`\1`", plain).replace("{{", "{ {")


def _path(alert: CoveredAlert, folder: str) -> str:
    return alert.expected or posixpath.join(folder, f"{alert.rule.name}.md")


def _folder(pages: Iterable[ServedAlerts], docs: str) -> str:
    """Where most runbooks are."""
    folders = Counter(posixpath.dirname(page.path) for page in pages if page.kind == "runbook")
    return folders.most_common(1)[0][0] if folders else posixpath.join(docs, "runbooks")
