"""Grafana's alert rules as files for provisioning, YAML or JSON, and as its export gives them.

The form: https://grafana.com/docs/grafana/latest/alerting/set-up/provision-alerting-resources/file-provisioning/
"""

from __future__ import annotations

from typing import Any

from linter.model.alert_file import AlertRule
from linter.model.span import Span
from linter.parsing.alert_reader import AlertReader, is_null, items_of, span_of, text_of
from linter.parsing.guarded_yaml import mapping_items

# What holds the query differs from one data source to the next.
_QUERIES = ("expr", "query", "rawSql", "expression", "target")


class GrafanaRules(AlertReader):
    """Rules that Grafana evaluates itself. What Grafana would refuse is its own affair but for what rules rest on."""

    def claims(self, node: Any) -> bool:
        """True for groups whose rules have a `title` and `data`, which Prometheus' have not."""
        top: dict[str, Any] = {key: value for key, _, value in mapping_items(node)}
        rules = [rule for group in items_of(top.get("groups")) for rule in _rules_of(group)]
        return any({"title", "data"} <= {key for key, _, _ in mapping_items(rule)} for rule in rules)

    def read(self, node: Any) -> None:
        """Add a document's rules."""
        top: dict[str, Any] = {key: value for key, _, value in mapping_items(node)}
        for group in items_of(top.get("groups")):
            keys = self.keys(group)
            for rule in _rules_of(group):
                self._rule(rule, text_of(keys.get("name")))

    def _rule(self, node: Any, group: str) -> None:
        keys = self.keys(node)
        if not is_null(keys["record"][1] if "record" in keys else None):
            return
        name = text_of(keys.get("title"))
        if not name:
            self.wrong(node, "a rule must have a `title`")
            return
        if "for" in keys:
            self.duration(keys["for"][1], "for")
        labels, spans = self.texts(keys, "labels")
        annotations, more = self.texts(keys, "annotations")
        spans |= more | {key: span_of(value) for key, (_, value) in keys.items() if value.id == "scalar"}
        expr, place = _query(keys["data"][1] if "data" in keys else None)
        if place:
            spans["expr"] = place
        place = span_of(keys["title"][1])
        self.rules.append(AlertRule(name, expr, text_of(keys.get("for")), labels, annotations, group, place, spans))


def _rules_of(group: Any) -> list[Any]:
    return [
        rule
        for key, _, value in mapping_items(group)
        if key == "rules"
        for rule in items_of(value)
        if rule.id == "mapping"
    ]


def _query(data: Any) -> tuple[str, Span | None]:
    """The first query that asks a data source, as it is written; expressions about others' results come after it."""
    for item in items_of(data):
        for key, _, model in mapping_items(item):
            found = {name: value for name, _, value in mapping_items(model)} if key == "model" else {}
            for name in _QUERIES:
                value: Any = found.get(name)
                if value is not None and value.id == "scalar" and value.value:
                    return str(value.value), span_of(value)
    return "", None
