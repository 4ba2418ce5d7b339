"""YAML to the record of an incident. `schemas/incident.schema.json` says the same for editors."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from linter.model.incident import (
    STATUSES,
    STEP_STATES,
    BrokenPart,
    Event,
    IncidentFile,
    IncidentRecord,
    Roles,
    Step,
    Times,
    Update,
)
from linter.model.severity_scheme import severity_level
from linter.model.span import Span
from linter.parsing.guarded_yaml import YamlError, compose_documents
from linter.parsing.record_reader import RecordReader

_KEYS = (
    "id", "title", "severity", "status", "service", "impact", "workaround", "roles", "times", "links", "steps",
    "updates", "events", "post_mortem",
)  # fmt: skip
_STEP_KEYS = Step._fields
_UPDATE_KEYS = ("id", "time", "status", "message", "channels", "next_update")
_EVENT_KEYS = ("time", "text", "by")
_LINK_KEYS = ("channel", "ticket", "page")
ID_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9._-]*$"
_ID = re.compile(ID_PATTERN)
_TELLING_KEY = re.compile(r"^(id|severity|status|times|roles|updates):", re.MULTILINE)
_CONFLICT = re.compile(r"^<{7} .*$", re.MULTILINE)
_TWO_VERSIONS = (
    "a merge left two versions of these lines: keep those of both that are right, delete the lines that begin with "
    "<<<<<<<, ======= and >>>>>>>"
)
_NAME_OF_RECORD = re.compile(r"[A-Za-z]{2,10}-\d[\w-]*\.ya?ml", re.ASCII)


def looks_like_record(path: str, text: str) -> bool:
    """True for what is meant as a record: other tools keep YAML in folders of the same name."""
    telling = set(_TELLING_KEY.findall(text))
    return len(telling) > 1 or bool(_NAME_OF_RECORD.fullmatch(path.rpartition("/")[2]))


def read_incident_file(path: str, text: str) -> IncidentFile:
    """The record in a text, and what is wrong with it."""
    try:
        documents = compose_documents(text)
    except YamlError as error:
        start = error.offset_in(text)
        if conflict := _CONFLICT.search(text):
            return IncidentFile(path, text, broken=(BrokenPart(_TWO_VERSIONS, Span(*conflict.span())),))
        return IncidentFile(path, text, broken=(BrokenPart(f"not valid YAML: {error.message}", Span(start, start)),))
    if not documents:
        return IncidentFile(path, text, broken=(BrokenPart("the record is empty", Span(0, 0)),))
    return read_incident_documents(path, text, documents)


def read_incident_documents(path: str, text: str, documents: Sequence[Any]) -> IncidentFile:
    """The same from a text that is composed already; there is at least one document."""
    reader = _IncidentReader()
    for more in documents[1:]:
        reader.wrong(more, "a file holds one record: put this one into a file of its own")
    record = reader.record(path, documents[0])
    return IncidentFile(path, text, record, tuple(sorted(reader.broken, key=lambda part: part.span)))


class _IncidentReader(RecordReader):
    """Reads one record."""

    def record(self, path: str, node: Any) -> IncidentRecord | None:
        keys = self.mapping(node, "", _KEYS, ("id", "title", "severity", "status", "times"))
        if node.id != "mapping":
            return None
        id = self.text(keys.get("id"), "id")
        if id and not _ID.match(id):
            self.wrong(keys["id"], f"`{id}` is no `id`: letters, digits, `-`, `_` and `.` only, such as INC-123")
        severity = self.text(keys.get("severity"), "severity")
        if "severity" in self.spans and severity_level(severity) is None:
            self.wrong(keys["severity"], f"`{severity}` is no `severity`: it is P0 to P4, or SEV-0 to SEV-4")
        return IncidentRecord(
            path=path,
            id=id,
            title=self.text(keys.get("title"), "title", filled=True),
            severity=severity,
            status=self.one_of(keys.get("status"), "status", STATUSES),
            services=self._services(keys.get("service")),
            impact=self.text(keys.get("impact"), "impact"),
            workaround=self.text(keys.get("workaround"), "workaround"),
            roles=self._roles(keys.get("roles")),
            times=self._times(keys.get("times")),
            links=self._links(keys.get("links")),
            steps=tuple(self._steps(keys.get("steps"))),
            updates=tuple(self._updates(keys.get("updates"))),
            events=tuple(self._events(keys.get("events"))),
            post_mortem=self.text(keys.get("post_mortem"), "post_mortem"),
            spans=self.spans,
        )

    def _services(self, node: Any) -> tuple[str, ...]:
        if node is not None and node.id == "sequence":
            return self.texts(node, "service")
        service = self.text(node, "service")
        return (service,) if service else ()

    def _roles(self, node: Any) -> Roles:
        keys = self.mapping(node, "roles", Roles._fields)
        return Roles(
            self.text(keys.get("incident_commander"), "roles.incident_commander"),
            self.text(keys.get("communications_lead"), "roles.communications_lead"),
            self.texts(keys.get("technical_leads"), "roles.technical_leads"),
            self.text(keys.get("scribe"), "roles.scribe"),
        )

    def _times(self, node: Any) -> Times:
        if node is None:
            return Times()
        keys = self.mapping(node, "times", Times._fields)
        if node.id == "mapping" and not {"started", "detected"} & set(keys):
            self.wrong(node, "`times` must say when it `started` or was `detected`")
        return Times(*(self.time(keys.get(name), f"times.{name}") for name in Times._fields))

    def _links(self, node: Any) -> Mapping[str, str]:
        keys = self.mapping(node, "links", _LINK_KEYS)
        return {name: self.text(value, f"links.{name}") for name, value in keys.items()}

    def _steps(self, node: Any) -> Iterator[Step]:
        if node is not None and node.id == "mapping":
            for name, value in self.mapping(node, "steps", None).items():
                yield self._step(value, f"steps.{name}", name)
            return
        for at, item in self.items(node, "steps"):
            yield self._step(item, at, "")

    def _step(self, node: Any, at: str, name: str) -> Step:
        keys = self.mapping(node, at, _STEP_KEYS, ("state",))
        return Step(
            self.text(keys.get("name"), f"{at}.name") or name,
            self.one_of(keys.get("state"), f"{at}.state", STEP_STATES),
            self.count(keys.get("attempts"), f"{at}.attempts"),
            self.text(keys.get("key"), f"{at}.key"),
            self.text(keys.get("id"), f"{at}.id"),
            self.text(keys.get("url"), f"{at}.url"),
            self.text(keys.get("error"), f"{at}.error"),
            self.time(keys.get("time"), f"{at}.time"),
            self.text(keys.get("note"), f"{at}.note"),
        )

    def _updates(self, node: Any) -> Iterator[Update]:
        for at, item in self.items(node, "updates"):
            keys = self.mapping(item, at, _UPDATE_KEYS, ("time", "message"))
            yield Update(
                self.text(keys.get("id"), f"{at}.id"),
                self.time(keys.get("time"), f"{at}.time"),
                self.one_of(keys.get("status"), f"{at}.status", STATUSES),
                self.text(keys.get("message"), f"{at}.message", filled=True),
                self._channels(keys.get("channels"), f"{at}.channels"),
                self.time(keys.get("next_update"), f"{at}.next_update"),
                at,
            )

    def _channels(self, node: Any, at: str) -> Mapping[str, tuple[str, ...]]:
        if node is not None and node.id == "sequence":
            return dict.fromkeys(self.texts(node, at), ())
        channels: dict[str, tuple[str, ...]] = {}
        for name, value in self.mapping(node, at, None).items():
            if value.id == "sequence":
                channels[name] = self.texts(value, f"{at}.{name}")
            else:
                channels[name] = (self.text(value, f"{at}.{name}"),)
        return channels

    def _events(self, node: Any) -> Iterator[Event]:
        for at, item in self.items(node, "events"):
            keys = self.mapping(item, at, _EVENT_KEYS, ("time", "text"))
            yield Event(
                self.time(keys.get("time"), f"{at}.time"),
                self.text(keys.get("text"), f"{at}.text", filled=True),
                self.text(keys.get("by"), f"{at}.by"),
                at,
            )
