"""Where we say that a rule file is broken, Prometheus' own promtool says so too, and the other way round."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from linter.parsing.alert_files import read_alert_file

_RULE = "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up == 0\n"

GOOD = {
    "plain": _RULE,
    "empty groups": "groups: []\n",
    "group without rules": "groups:\n- name: g\n",
    "for": _RULE + "    for: 5m\n",
    "for of several units": _RULE + "    for: 1h30m\n",
    "for as zero": _RULE + "    for: 0s\n",
    "for of days and weeks": _RULE + "    for: 1w2d\n",
    "keep firing": _RULE + "    keep_firing_for: 10m\n",
    "labels and annotations": _RULE + "    labels: {severity: page}\n    annotations: {summary: s, runbook_url: u}\n",
    "templates": _RULE + '    annotations: {summary: "{{ $labels.job }} is at {{ $value | humanize }}"}\n',
    "recording rule": "groups:\n- name: g\n  rules:\n  - record: job:up:sum\n    expr: sum by (job) (up)\n",
    "interval and limit": "groups:\n- name: g\n  interval: 30s\n  limit: 5\n  rules:\n  - alert: A\n    expr: up\n",
    "two groups": _RULE + "- name: h\n  rules:\n  - {alert: B, expr: up}\n",
    "block scalar": "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: |\n      up\n        == 0\n",
    "number as expression": "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: 1\n",
}
BROKEN = {
    "no YAML": "groups: [\n",
    "tab": "groups:\n\t- name: g\n",
    "groups is a mapping": "groups: {name: g}\n",
    "group without a name": "groups:\n- rules:\n  - {alert: A, expr: up}\n",
    "group name twice": _RULE + "- name: g\n  rules:\n  - {alert: B, expr: up}\n",
    "no expression": "groups:\n- name: g\n  rules:\n  - alert: A\n",
    "empty expression": "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: ''\n",
    "neither alert nor record": "groups:\n- name: g\n  rules:\n  - expr: up\n",
    "both alert and record": "groups:\n- name: g\n  rules:\n  - alert: A\n    record: b\n    expr: up\n",
    "for in words": _RULE + "    for: five minutes\n",
    "for without a unit": _RULE + "    for: 5\n",
    "for with units in wrong order": _RULE + "    for: 5m1h\n",
    "unknown key in a rule": _RULE + "    severity: page\n",
    "unknown key in a group": "groups:\n- name: g\n  intervall: 5m\n  rules: []\n",
    "unknown key at the top": "group:\n- name: g\n" + _RULE,
    "label name with a dash": _RULE + "    labels: {my-label: x}\n",
    "recording rule with for": "groups:\n- name: g\n  rules:\n  - record: a:b\n    expr: up\n    for: 5m\n",
    "recording rule with annotations": "groups:\n- name: g\n  rules:\n  - {record: a, expr: up, annotations: {a: b}}\n",
    "record name with a dash": "groups:\n- name: g\n  rules:\n  - record: a-b\n    expr: up\n",
    "labels as a list": _RULE + "    labels: [a]\n",
    "unclosed bracket in the expression": "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: sum(up\n",
    "unclosed quote in the expression": 'groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up{a="b}\n',
    "reserved label": _RULE + "    labels: {__name__: x}\n",
    "key twice": _RULE + "    expr: up\n",
}


@pytest.fixture(scope="module")
def promtool() -> str:
    found = shutil.which("promtool")
    if found is None:
        pytest.skip("promtool is not installed (Debian: apt-get install prometheus)")
    return found


@pytest.mark.parametrize(("name", "good"), [*((name, True) for name in GOOD), *((name, False) for name in BROKEN)])
def test_promtool_agrees(promtool: str, tmp_path: Path, name: str, good: bool) -> None:
    text = GOOD[name] if good else BROKEN[name]
    path = tmp_path / "rules.yml"
    path.write_text(text, encoding="utf-8")
    checked = subprocess.run([promtool, "check", "rules", str(path)], capture_output=True, text=True, check=False)
    assert (checked.returncode == 0) is good, checked.stderr + checked.stdout
    file = read_alert_file("rules.yml", text)
    assert (not file.broken and not file.skipped) is good, (checked.stderr, file.broken)
