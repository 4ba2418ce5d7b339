"""YAML with alert rules to AlertFile: Prometheus' rule files, PrometheusRule resources, and Loki's and Mimir's alike.

The form is Prometheus' (https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/), that of the
resource the Prometheus operator's (https://prometheus-operator.dev/docs/api-reference/api/). Several documents may
stand in one file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from linter.model.alert_file import AlertFile, AlertRule, BrokenRule
from linter.model.span import Span
from linter.parsing.durations import duration_seconds
from linter.parsing.guarded_yaml import YamlError, compose_documents, mapping_items
from linter.parsing.promql import unclosed_in

# Helm's templates become YAML only when they are rendered. Prometheus has templates of its own within texts.
_HELM = re.compile(r"\{\{-?\s*(?:\.Values|\.Release|\.Chart|include\s|template\s|toYaml\s)")
_CONTROL = re.compile(r"^[ \t]*\{\{-?", re.MULTILINE)
_SKIPPED = "a template: render it first (`helm template`)"
_GROUP_KEYS = frozenset(
    {"name", "interval", "query_offset", "limit", "labels", "rules", "partial_response_strategy", "source_tenants"}
)
_RULE_KEYS = frozenset({"alert", "record", "expr", "for", "keep_firing_for", "labels", "annotations"})
_LABEL = re.compile(r"[a-zA-Z_]\w*", re.ASCII)
_METRIC = re.compile(r"[a-zA-Z_:][\w:]*", re.ASCII)
_NULL_TAG = "tag:yaml.org,2002:null"


def read_alert_file(path: str, text: str) -> AlertFile:
    """The alerting rules of a text. A file without any rules is read, and empty."""
    if _HELM.search(text):
        return AlertFile(path, text, skipped=_SKIPPED)
    try:
        documents = compose_documents(text)
    except YamlError as error:
        if _CONTROL.search(text):
            return AlertFile(path, text, skipped=_SKIPPED)
        start = _offset(text, error.line, error.column)
        return AlertFile(path, text, broken=(BrokenRule(f"not valid YAML: {error.message}", Span(start, start)),))
    reader = _Reader()
    for document in documents:
        reader.document(document)
    return AlertFile(path, text, tuple(reader.rules), tuple(reader.broken))


def _offset(text: str, line: int, column: int) -> int:
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    return min(starts[min(line, len(starts)) - 1] + column - 1, len(text))


class _Reader:
    """Walks the nodes of a file's documents."""

    def __init__(self) -> None:
        self.rules: list[AlertRule] = []
        self.broken: list[BrokenRule] = []

    def document(self, node: Any) -> None:
        top: dict[str, Any] = {key: value for key, _, value in mapping_items(node)}
        if "kind" in top:
            kind = str(top["kind"].value)
            if kind == "List" or kind.endswith("List"):
                for item in _items(top.get("items")):
                    self.document(item)
            elif kind in ("PrometheusRule", "ThanosRuler", "AlertingRule", "VMRule"):
                inner: dict[str, Any] = {key: value for key, _, value in mapping_items(top.get("spec"))}
                self._groups(inner.get("groups"))
        elif "groups" in top:
            for key, key_node, _ in mapping_items(node):
                if key not in ("groups", "namespace"):
                    self._wrong(key_node, f"unknown key `{key}`: a rule file has `groups`")
            self._groups(top["groups"])
        elif top and all(_is_ruler(value) for value in top.values()):
            # Mimir and Loki keep groups under the name of a namespace.
            for value in top.values():
                self._groups(value)

    def _groups(self, node: Any) -> None:
        if node is None or node.tag == _NULL_TAG:
            return
        if node.id != "sequence":
            self._wrong(node, "`groups` must be a list")
            return
        names: set[str] = set()
        for group in node.value:
            self._group(group, names)

    def _group(self, node: Any, names: set[str]) -> None:
        if node.id != "mapping":
            self._wrong(node, "a group must be a mapping with `name` and `rules`")
            return
        keys = self._keys(node)
        for key, (key_node, _) in keys.items():
            if key not in _GROUP_KEYS:
                self._wrong(key_node, f"unknown key `{key}` in a group")
        name = str(keys["name"][1].value) if "name" in keys else ""
        if not name:
            self._wrong(node, "a group must have a `name`")
        elif name in names:
            self._wrong(keys["name"][1], f"the group `{name}` is there already in this file")
        names.add(name)
        if "interval" in keys:
            self._duration(keys["interval"][1], "interval")
        rules = keys["rules"][1] if "rules" in keys else None
        if rules is not None and rules.tag != _NULL_TAG:
            if rules.id != "sequence":
                self._wrong(rules, "`rules` must be a list")
                return
            for rule in rules.value:
                self._rule(rule, name)

    def _rule(self, node: Any, group: str) -> None:
        if node.id != "mapping":
            self._wrong(node, "a rule must be a mapping")
            return
        keys = self._keys(node)
        for key, (key_node, _) in keys.items():
            if key not in _RULE_KEYS:
                self._wrong(key_node, f"unknown key `{key}` in a rule")
        if "alert" in keys and "record" in keys:
            self._wrong(keys["alert"][0], "a rule has `alert` or `record`, not both")
        elif "alert" not in keys and "record" not in keys:
            self._wrong(node, "a rule must have `alert` or `record`")
        if not _text(keys.get("expr")):
            self._wrong(keys["expr"][0] if "expr" in keys else node, "a rule must have an `expr`")
        elif unclosed := unclosed_in(_text(keys["expr"])):
            self._wrong(keys["expr"][1], f"`expr` has {unclosed}")
        for key in ("for", "keep_firing_for"):
            if key in keys:
                self._duration(keys[key][1], key)
                if "record" in keys:
                    self._wrong(keys[key][0], f"a recording rule has no `{key}`")
        labels, spans = self._texts(keys, "labels")
        annotations, more = self._texts(keys, "annotations")
        for name in labels:
            if name == "__name__":
                self._wrong(keys["labels"][1], "`__name__` is the metric's own name: no rule may set it as a label")
            elif not _LABEL.fullmatch(name):
                self._wrong(keys["labels"][1], f"`{name}` is no name for a label: letters, digits and `_`")
        if "alert" not in keys:
            if "record" in keys and not _METRIC.fullmatch(_text(keys["record"])):
                self._wrong(keys["record"][1], "`record` must be a metric's name: letters, digits, `_` and `:`")
            if "annotations" in keys:
                self._wrong(keys["annotations"][0], "a recording rule has no `annotations`")
            return
        spans |= more | {key: _span(value) for key, (_, value) in keys.items() if value.id == "scalar"}
        name = _text(keys["alert"])
        if not name:
            self._wrong(keys["alert"][0], "an alert must have a name")
            return
        self.rules.append(
            AlertRule(
                *(name, _text(keys.get("expr")), _text(keys.get("for")), labels, annotations, group),
                *(_span(keys["alert"][1]), spans),
            )
        )

    def _keys(self, node: Any) -> dict[str, tuple[Any, Any]]:
        """The keys of a mapping, each with the node of its name and of its value."""
        keys: dict[str, tuple[Any, Any]] = {}
        for key, key_node, value in mapping_items(node):
            if key in keys:
                self._wrong(key_node, f"`{key}` is there twice")
            keys[key] = (key_node, value)
        return keys

    def _texts(self, keys: dict[str, tuple[Any, Any]], name: str) -> tuple[dict[str, str], dict[str, Span]]:
        """The texts of a mapping and their places."""
        node = keys[name][1] if name in keys else None
        if node is None or node.tag == _NULL_TAG:
            return {}, {}
        if node.id != "mapping":
            self._wrong(node, f"`{name}` must be a mapping of names to texts")
            return {}, {}
        values: dict[str, str] = {}
        spans: dict[str, Span] = {}
        value: Any
        for key, key_node, value in mapping_items(node):
            if value.id != "scalar":
                self._wrong(value, f"`{key}` must be a text")
                continue
            if key in values:
                self._wrong(key_node, f"`{key}` is there twice")
            values[key] = str(value.value)
            spans[f"{name}.{key}"] = _span(value)
        return values, spans

    def _duration(self, node: Any, key: str) -> None:
        if node.id != "scalar" or duration_seconds(str(node.value)) is None:
            self._wrong(node, f"`{key}` must be a duration such as 5m or 1h30m, not `{getattr(node, 'value', '')}`")

    def _wrong(self, node: Any, message: str) -> None:
        self.broken.append(BrokenRule(message, _span(node)))


def _text(entry: tuple[Any, Any] | None) -> str:
    node = entry[1] if entry else None
    return str(node.value) if node is not None and node.id == "scalar" and node.tag != _NULL_TAG else ""


def _span(node: Any) -> Span:
    """The place of a value, without the quotes around it; of a mapping or list, where it begins."""
    start, end = node.start_mark.index, node.end_mark.index
    if node.id != "scalar":
        return Span(start, start)
    if node.style in ("'", '"'):
        return Span(start + 1, max(end - 1, start + 1))
    return Span(start, end)


def _items(node: Any) -> Iterator[Any]:
    if node is not None and node.id == "sequence":
        yield from node.value


def _is_ruler(node: Any) -> bool:
    """True for a list of groups: mappings with `name` and `rules`."""
    groups = list(_items(node))
    return bool(groups) and all({"name", "rules"} <= {key for key, _, _ in mapping_items(group)} for group in groups)
