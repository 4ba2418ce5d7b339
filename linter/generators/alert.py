"""A new alert: its Prometheus rule, and the runbook that it leads to."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import NamedTuple

from linter.config import Config
from linter.generators.alert_stub import stub_text
from linter.model.kind import Kind
from linter.parsing.alert_files import read_alert_file
from linter.project.alerts import UrlMap

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_SEVERITY = re.compile(r"[A-Za-z0-9][\w-]*", re.ASCII)
_WORD = re.compile(r"[A-Za-z0-9]+")
_RULE = """groups:
  - name: {group}
    rules:
      - alert: {name}
        expr: up{{job="‹the job that is watched›"}} == 0
        for: 5m
        labels:
          severity: {severity}
        annotations:
          summary: ‹What is wrong, in the words of the one who is paged›
          description: "{{{{ $labels.instance }}}}: ‹what the reader needs to know at once›"
          runbook_url: {url}
"""
_SOMEWHERE = "https://runbooks.example.com/alerts/"


class NewAlert(NamedTuple):
    """Two files: their paths relative to the root, and their texts."""

    rule_path: str
    rule: str
    runbook_path: str
    runbook: str


def new_alert(
    name: str, path: str, severity: str, kind: Kind, config: Config, docs: str, template: Path | None
) -> NewAlert:
    """The rule file at `path` for an alert, and its runbook. Raises ValueError for a name or severity that is none."""
    if not _NAME.fullmatch(name):
        raise ValueError(f"`{name}` is no name for an alert: letters, digits and `_`, no digit first")
    if not _SEVERITY.fullmatch(severity):
        raise ValueError(f"`{severity}` is no severity for an alert: letters, digits, `-` and `_`, such as critical")
    page = posixpath.join(docs, "runbooks", f"{name}.md")
    words = _WORD.findall(posixpath.splitext(posixpath.basename(path))[0])
    stem = "-".join(words).casefold() or "alerts"
    text = _RULE.format(group=stem, name=name, severity=severity, url=_url(name, page, config))
    (rule,) = read_alert_file(path, text).rules
    return NewAlert(path, text, page, stub_text(rule, kind, template))


def name_of(path: str) -> str:
    """An alert's name from a file's: `high-latency.yml` is `HighLatency`."""
    stem = posixpath.splitext(posixpath.basename(path))[0]
    return "".join(word[:1].upper() + word[1:] for word in _WORD.findall(stem))


def _url(name: str, page: str, config: Config) -> str:
    """Where the runbook will be: at its alert's address, else at its page's, else somewhere to be replaced."""
    if config.alerts.addresses:
        return f"{config.alerts.addresses[0].rstrip('/')}/{name}/"
    urls = UrlMap(config.alerts.runbook_urls, [page], case_sensitive=config.alerts.case_sensitive)
    return urls.url_of(page) or f"{_SOMEWHERE}{name}/"
