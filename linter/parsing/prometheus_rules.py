"""Prometheus' rule files, PrometheusRule resources, and Loki's and Mimir's rules, which have the same form.

The form is Prometheus' (https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/), that of the
resource the Prometheus operator's (https://prometheus-operator.dev/docs/api-reference/api/).
"""

from __future__ import annotations

import re
from typing import Any

from linter.model.alert_file import AlertRule
from linter.parsing.alert_reader import AlertReader, is_null, items_of, span_of, text_of
from linter.parsing.guarded_yaml import mapping_items
from linter.parsing.promql import unclosed_in

_GROUP_KEYS = frozenset(
    {"name", "interval", "query_offset", "limit", "labels", "rules", "partial_response_strategy", "source_tenants"}
)
_RULE_KEYS = frozenset({"alert", "record", "expr", "for", "keep_firing_for", "labels", "annotations"})
_LABEL = re.compile(r"[a-zA-Z_]\w*", re.ASCII)
_METRIC = re.compile(r"[a-zA-Z_:][\w:]*", re.ASCII)


class PrometheusRules(AlertReader):
    """Alerting rules of Prometheus and its kin; recording rules are checked, and passed over."""

    def claims(self, node: Any) -> bool:
        """True for a rule file, a resource or a list of them, and a ruler's namespaces."""
        top: dict[str, Any] = {key: value for key, _, value in mapping_items(node)}
        return bool({"kind", "groups"} & set(top)) or (bool(top) and all(map(_is_ruler, top.values())))

    def read(self, node: Any) -> None:
        """Add a document's rules."""
        top: dict[str, Any] = {key: value for key, _, value in mapping_items(node)}
        if "kind" in top:
            kind = str(top["kind"].value)
            if kind == "List" or kind.endswith("List"):
                for item in items_of(top.get("items")):
                    self.read(item)
            elif kind in ("PrometheusRule", "ThanosRuler", "AlertingRule", "VMRule"):
                inner: dict[str, Any] = {key: value for key, _, value in mapping_items(top.get("spec"))}
                self._groups(inner.get("groups"))
        elif "groups" in top:
            for key, key_node, _ in mapping_items(node):
                if key not in ("groups", "namespace"):
                    self.wrong(key_node, f"unknown key `{key}`: a rule file has `groups`")
            self._groups(top["groups"])
        elif top and all(_is_ruler(value) for value in top.values()):
            # Mimir and Loki keep groups under the name of a namespace.
            for value in top.values():
                self._groups(value)

    def _groups(self, node: Any) -> None:
        if is_null(node):
            return
        if node.id != "sequence":
            self.wrong(node, "`groups` must be a list")
            return
        names: set[str] = set()
        for group in node.value:
            self._group(group, names)

    def _group(self, node: Any, names: set[str]) -> None:
        if node.id != "mapping":
            self.wrong(node, "a group must be a mapping with `name` and `rules`")
            return
        keys = self.keys(node)
        for key, (key_node, _) in keys.items():
            if key not in _GROUP_KEYS:
                self.wrong(key_node, f"unknown key `{key}` in a group")
        name = str(keys["name"][1].value) if "name" in keys else ""
        if not name:
            self.wrong(node, "a group must have a `name`")
        elif name in names:
            self.wrong(keys["name"][1], f"the group `{name}` is there already in this file")
        names.add(name)
        if "interval" in keys:
            self.duration(keys["interval"][1], "interval")
        rules: Any = keys["rules"][1] if "rules" in keys else None
        if not is_null(rules):
            if rules.id != "sequence":
                self.wrong(rules, "`rules` must be a list")
                return
            for rule in rules.value:
                self._rule(rule, name)

    def _rule(self, node: Any, group: str) -> None:
        if node.id != "mapping":
            self.wrong(node, "a rule must be a mapping")
            return
        keys = self.keys(node)
        for key, (key_node, _) in keys.items():
            if key not in _RULE_KEYS:
                self.wrong(key_node, f"unknown key `{key}` in a rule")
        if "alert" in keys and "record" in keys:
            self.wrong(keys["alert"][0], "a rule has `alert` or `record`, not both")
        elif "alert" not in keys and "record" not in keys:
            self.wrong(node, "a rule must have `alert` or `record`")
        if not text_of(keys.get("expr")):
            self.wrong(keys["expr"][0] if "expr" in keys else node, "a rule must have an `expr`")
        elif unclosed := unclosed_in(text_of(keys["expr"])):
            self.wrong(keys["expr"][1], f"`expr` has {unclosed}")
        for key in ("for", "keep_firing_for"):
            if key in keys:
                self.duration(keys[key][1], key)
                if "record" in keys:
                    self.wrong(keys[key][0], f"a recording rule has no `{key}`")
        labels, spans = self.texts(keys, "labels")
        annotations, more = self.texts(keys, "annotations")
        for name in labels:
            if name == "__name__":
                self.wrong(keys["labels"][1], "`__name__` is the metric's own name: no rule may set it as a label")
            elif not _LABEL.fullmatch(name):
                self.wrong(keys["labels"][1], f"`{name}` is no name for a label: letters, digits and `_`")
        if "alert" not in keys:
            if "record" in keys and not _METRIC.fullmatch(text_of(keys["record"])):
                self.wrong(keys["record"][1], "`record` must be a metric's name: letters, digits, `_` and `:`")
            if "annotations" in keys:
                self.wrong(keys["annotations"][0], "a recording rule has no `annotations`")
            return
        spans |= more | {key: span_of(value) for key, (_, value) in keys.items() if value.id == "scalar"}
        name = text_of(keys["alert"])
        if not name:
            self.wrong(keys["alert"][0], "an alert must have a name")
            return
        self.rules.append(
            AlertRule(
                *(name, text_of(keys.get("expr")), text_of(keys.get("for")), labels, annotations, group),
                *(span_of(keys["alert"][1]), spans),
            )
        )


def _is_ruler(node: Any) -> bool:
    """True for a list of groups: mappings with `name` and `rules`."""
    groups = list(items_of(node))
    return bool(groups) and all({"name", "rules"} <= {key for key, _, _ in mapping_items(group)} for group in groups)
