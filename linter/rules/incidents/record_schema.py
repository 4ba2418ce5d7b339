"""The record of an incident is one that the tools can read, and does not contradict itself.

A severity that is none, a time without its zone, a key with a slip of the pen: the metrics leave the incident out, the
site shows half of it, and the commands find nobody to tell. Keys that begin with `x-` are your own.
`schemas/incident.schema.json` says the same to editors. Also found: two records with one id, times that run
backwards, a resolved incident that does not say when, and a post-mortem that is not there.

## Bad
~~~yaml docs/incidents/INC-1.yml
id: INC-1
title: Payments fail
severity: critical
status: resolved
times:
  started: 2026-10-20 06:00
  resovled: 2026-10-20T06:48:00Z
~~~

## Good
~~~yaml docs/incidents/INC-1.yml
id: INC-1
title: Payments fail
severity: P1
status: resolved
times:
  started: 2026-10-20T06:00:00Z
  resolved: 2026-10-20T06:48:00Z
~~~
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from linter.model.finding import Problem
from linter.model.incident import ENDED, IncidentRecord
from linter.project.project import Project
from linter.rules.rule import ProjectRule


class RecordSchema(ProjectRule):
    code = "N101"
    name = "record-schema"
    severity = "error"
    sources = ("record",)

    def check(self, project: Project) -> Iterator[Problem]:
        holders: dict[str, str] = {}
        for file in project.incident_files:
            for broken in file.broken:
                yield self.finding(file.path, broken.span, broken.message)
            record = file.record
            if record is None:
                continue
            holder = holders.setdefault(record.id.casefold(), file.path) if record.id else file.path
            if holder != file.path:
                yield self.finding(file.path, record.place("id"), f"`{record.id}` is the id of {holder} already")
            yield from self._times(record)
            if record.post_mortem and not _is_there(project, record):
                message = f"the post-mortem `{record.post_mortem}` is not there"
                yield self.finding(file.path, record.place("post_mortem"), message, subject=record.post_mortem)

    def _times(self, record: IncidentRecord) -> Iterator[Problem]:
        for last, first in record.times.contradictions:
            yield self.finding(record.path, record.place(f"times.{last}"), f"`{last}` is before `{first}`")
        for update in record.updates:
            if update.time and update.next_update and update.next_update <= update.time:
                place = record.place(f"{update.key}.next_update")
                yield self.finding(record.path, place, "`next_update` is not after the update itself")
        # A time that is there and cannot be read has been reported.
        if record.status in ENDED and "times" in record.spans and "times.resolved" not in record.spans:
            message = f"the status is {record.status}, and `times.resolved` does not say since when"
            yield self.finding(record.path, record.place("status"), message, severity="warning")


def _is_there(project: Project, record: IncidentRecord) -> bool:
    """True for a file below the root, beside the record, or below a part of the tree that is linted alone."""
    target = record.post_mortem.partition("#")[0]
    if "://" in target:
        return True
    beside = posixpath.normpath(posixpath.join(posixpath.dirname(record.path), target))
    parts = posixpath.normpath(target).split("/")
    below = ["/".join(parts[start:]) for start in range(max(len(parts) - 1, 1))]
    return any(project.tree.is_file(path) for path in (beside, *below))
