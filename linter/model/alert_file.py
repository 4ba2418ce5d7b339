"""A file of alert rules, as rules see it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from linter.model.span import Span

PAGING = frozenset({"critical", "page", "emergency", "p0", "p1", "sev0", "sev1", "sev-0", "sev-1", "high", "fatal"})
"""The severities, in lower case, that wake somebody."""


class AlertRule(NamedTuple):
    """One alerting rule. `duration` is its `for`; `spans` give the place of each value by its dotted key:
    `alert`, `expr`, `for`, `labels.severity`, `annotations.runbook_url`; `span` is that of the name.
    """

    name: str
    expr: str
    duration: str
    labels: Mapping[str, str]
    annotations: Mapping[str, str]
    group: str
    span: Span
    spans: Mapping[str, Span]

    @property
    def runbook_url(self) -> str:
        """Where the alert sends its reader; empty where nowhere."""
        return self.annotations.get("runbook_url") or self.annotations.get("runbook") or ""

    @property
    def severity(self) -> str:
        """The label `severity`, empty where there is none."""
        return self.labels.get("severity", "")

    @property
    def paging(self) -> bool:
        """True where the severity says that somebody is woken."""
        return self.severity.casefold() in PAGING

    def place(self, *keys: str) -> Span:
        """The place of the first of these values that there is, else of the alert's name."""
        return next((self.spans[key] for key in keys if key in self.spans), self.span)


class BrokenRule(NamedTuple):
    """What cannot be read, or what Prometheus would refuse, and where."""

    message: str
    span: Span


class AlertFile(NamedTuple):
    """The alerting rules of one file. `skipped` says why it was passed over, empty where it was read."""

    path: str
    text: str
    rules: tuple[AlertRule, ...] = ()
    broken: tuple[BrokenRule, ...] = ()
    skipped: str = ""
