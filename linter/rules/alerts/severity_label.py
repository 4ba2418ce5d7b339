"""An alert says how urgent it is, in words that are agreed on.

Routes and escalations go by the label `severity`; an alert without one, or with a word that no route knows, reaches
nobody. Declare the words: `rules: {severity-label: {vocabulary: [critical, warning, info]}}`. Without a declaration
only a slip of the pen in a usual word is reported.

## Bad
~~~yaml runbook-linter.yml
alerts: {rules: ["rules/*.yml"]}
~~~

~~~yaml rules/disk.yml
groups:
  - name: disk
    rules:
      - {alert: DiskFull, expr: "disk_free_bytes < 1e9", labels: {severity: critcal}}
~~~

## Good
~~~yaml runbook-linter.yml
alerts: {rules: ["rules/*.yml"]}
~~~

~~~yaml rules/disk.yml
groups:
  - name: disk
    rules:
      - {alert: DiskFull, expr: "disk_free_bytes < 1e9", labels: {severity: critical}}
~~~
"""

from __future__ import annotations

from collections.abc import Iterator

from linter.catalogue.look_up import near_name
from linter.model.finding import Problem
from linter.project.project import Project
from linter.rules.rule import ProjectRule

_USUAL = ("critical", "warning", "info", "page", "ticket", "error", "emergency", "notice", "none", "major", "minor")


class SeverityLabel(ProjectRule):
    code = "A103"
    name = "severity-label"
    severity = "warning"
    sources = ("alerts",)
    vocabulary: list[str] = ProjectRule.option([], "the severities that your routes know")

    def check(self, project: Project) -> Iterator[Problem]:
        for file in project.alert_files:
            for rule in file.rules:
                place = rule.place("labels.severity")
                word = rule.severity
                near = near_name(word.casefold(), list(self.vocabulary or _USUAL)) if word else ""
                if self.vocabulary and not word:
                    message = f"`{rule.name}` has no `severity`; known are {', '.join(self.vocabulary)}"
                elif word and "{{" not in word and (near or self.vocabulary):
                    if word in (self.vocabulary or _USUAL):
                        continue
                    meant = f"`{near}` is meant" if near else f"known are {', '.join(self.vocabulary)}"
                    message = f"`{word}` is no severity here: {meant}"
                else:
                    continue
                yield self.finding(
                    file.path, place, message, subject=f"{rule.name} {word}", suggestions=(near,) if near else ()
                )
