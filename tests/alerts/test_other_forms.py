"""Grafana's provisioned rules and Datadog's monitors: read as Prometheus' rules are, each value at its place."""

from __future__ import annotations

import json

from linter.parsing.alert_files import read_alert_file

GRAFANA = """apiVersion: 1
groups:
  - orgId: 1
    name: shop
    folder: Shop
    interval: 60s
    rules:
      - uid: shop_latency
        title: HighLatency
        condition: B
        data:
          - refId: A
            relativeTimeRange: {from: 600, to: 0}
            datasourceUid: prometheus
            model: {expr: "latency_seconds{app=\\"shop\\"}", refId: A}
          - refId: B
            datasourceUid: __expr__
            model: {type: threshold, expression: A}
        for: 5m
        noDataState: NoData
        annotations:
          summary: Slow
          runbook_url: https://runbooks.example.com/HighLatency
        labels: {severity: critical}
      - uid: recorded
        title: Recorded
        record: {metric: shop_latency, from: A}
        data: []
"""
MONITOR = {
    "id": 1,
    "name": "Bytes received",
    "type": "query alert",
    "query": "avg(last_5m):sum:system.net.bytes_rcvd{host:host0} > 100",
    "message": 'Too many.\n{{#is_alert}}"Runbook": https://runbooks.example.com/bytes-received @pagerduty{{/is_alert}}',
    "tags": ["team:web", "frontend"],
    "priority": 1,
    "options": {"thresholds": {"critical": 100}},
}


def test_grafana() -> None:
    file = read_alert_file("grafana.yml", GRAFANA)
    assert (file.broken, file.skipped) == ((), "")
    (rule,) = file.rules
    assert (rule.name, rule.severity, rule.duration, rule.group) == ("HighLatency", "critical", "5m", "shop")
    assert rule.expr == 'latency_seconds{app="shop"}'
    assert file.text[slice(*rule.span)] == "HighLatency"
    assert file.text[slice(*rule.place("annotations.runbook_url"))] == rule.runbook_url
    assert rule.paging


def test_grafana_says_what_is_broken() -> None:
    file = read_alert_file("grafana.yml", GRAFANA.replace("for: 5m", "for: soon"))
    assert [wrong.message for wrong in file.broken] == ["`for` must be a duration such as 5m or 1h30m, not `soon`"]


def test_datadog() -> None:
    for value in (MONITOR, [MONITOR], {"monitors": [MONITOR]}):
        for indent in (None, 2, "\t"):
            text = json.dumps(value, indent=indent)
            file = read_alert_file("monitors.json", text)
            assert (file.broken, file.skipped) == ((), "")
            (rule,) = file.rules
            assert (rule.name, rule.severity, rule.labels["team"]) == ("Bytes received", "P1", "web")
            assert rule.paging
            assert rule.expr == MONITOR["query"]
            assert rule.runbook_url == "https://runbooks.example.com/bytes-received"
            assert text[slice(*rule.span)] == rule.name
            assert text[slice(*rule.place("annotations.runbook_url"))] == rule.runbook_url


def test_other_json_and_yaml_is_nobodys() -> None:
    for text in ('{"name": "x", "type": "y"}', "[]", "[1, {}]", '{"groups": [{"title": 1}]}', "name: x\n"):
        file = read_alert_file("x.json", text)
        assert file.rules == ()
