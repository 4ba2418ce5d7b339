"""Datadog's monitors as JSON: one, a list of them, or `{"monitors": […]}`.

The form: https://docs.datadoghq.com/api/latest/monitors/. A monitor has no field for its runbook: the link stands in
its message, so the first URL after the word "runbook" is taken for it.
"""

from __future__ import annotations

import re
from typing import Any

from linter.model.alert_file import AlertRule
from linter.model.span import Span
from linter.parsing.alert_reader import AlertReader, items_of, span_of, text_of
from linter.parsing.guarded_yaml import mapping_items

_RUNBOOK = re.compile(r"\b(?:run|play)[ -]?book[^\n]{0,80}?(https?://[^\s)\]>\"'`]+)", re.IGNORECASE)
_TAG = re.compile(r"([A-Za-z][\w./-]*):(.+)")


class DatadogMonitors(AlertReader):
    """Monitors; the priority 1 to 5 is the severity, unless a tag `severity:` says otherwise."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def claims(self, node: Any) -> bool:
        """True where the first monitor has a name, a type, a query and a message."""
        return any({"name", "type", "query", "message"} <= _names(item) for item in _monitors(node))

    def read(self, node: Any) -> None:
        """Add a document's monitors."""
        for monitor in _monitors(node):
            self._monitor(monitor)

    def _monitor(self, node: Any) -> None:
        keys = self.keys(node)
        name = text_of(keys.get("name"))
        if not name:
            self.wrong(node, "a monitor must have a `name`")
            return
        message = text_of(keys.get("message"))
        spans = {key: span_of(value) for key, (_, value) in keys.items() if value.id == "scalar"}
        annotations = {"summary": name, "description": message}
        if "message" in spans:
            spans["annotations.description"] = spans["message"]
            found = _RUNBOOK.search(message)
            if found:
                annotations["runbook_url"] = found[1]
                spans["annotations.runbook_url"] = self._place(found[1], spans["message"])
        tags = [
            str(item.value) for item in items_of(keys["tags"][1] if "tags" in keys else None) if item.id == "scalar"
        ]
        labels = {tag[1]: tag[2] for tag in map(_TAG.fullmatch, tags) if tag}
        priority = text_of(keys.get("priority"))
        if priority and "severity" not in labels:
            labels["severity"] = f"P{priority}"
            spans["labels.severity"] = spans["priority"]
        query = text_of(keys.get("query"))
        spans["expr"] = spans.get("query", spans["name"])
        self.rules.append(AlertRule(name, query, "", labels, annotations, "", spans["name"], spans))

    def _place(self, url: str, within: Span) -> Span:
        """Where a URL stands in the message as it is written; the whole message where it is written with escapes."""
        at = self._text.find(url, within.start, within.end)
        return Span(at, at + len(url)) if at >= 0 else within


def _monitors(node: Any) -> list[Any]:
    inner: Any = next((value for key, _, value in mapping_items(node) if key == "monitors"), node)
    candidates = [inner] if inner.id == "mapping" else list(items_of(inner))
    return [item for item in candidates if item.id == "mapping"]


def _names(node: Any) -> set[str]:
    return {key for key, _, _ in mapping_items(node)}
