"""The file of an incident's record: made once, changed by one command at a time, every other byte left as it was.

    with changing(path) as change:
        change.set(("times", "resolved"), now)
        change.append("events", {"time": now, "text": "The certificate is renewed"})

The folder of the record is locked meanwhile (between processes; nothing is left behind in it), the record is read
afresh, and it is replaced in one step when the block ends. Nothing is written if the block raises, or if the record
cannot be read before or after.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from linter.files import write_atomically
from linter.incidents.locks import lock_within
from linter.incidents.yaml_edits import EditError, YamlText, render
from linter.model.incident import IncidentFile, IncidentRecord
from linter.parsing.guarded_yaml import YamlError
from linter.parsing.incident_records import read_incident_documents, read_incident_file
from linter.parsing.lines import line_and_column
from linter.project.reading import UnreadableError, decode

Keys = str | tuple[str | int, ...]
"""A key of the record, or keys on the way to a value: `("updates", 0, "channels", "slack")`."""

_BYTE_ORDER_MARK = "\ufeff"
_LONGEST_WAIT_SECONDS = 20.0


class RecordError(Exception):
    """A record that cannot be read, changed or made. The text is one line with file and position."""


class UnwritableError(RecordError):
    """A record that may be good, and cannot be written where it belongs."""


class RecordChange:
    """A record while it is changed."""

    def __init__(self, path: Path, edited: YamlText) -> None:
        self._path = path
        self._edited = edited

    @property
    def text(self) -> str:
        """The text of the record, changes included."""
        return self._edited.text

    @property
    def data(self) -> dict[str, Any]:
        """The values of the record, changes included: mappings, lists, texts, numbers."""
        values: dict[str, Any] = self._edited.values
        return values

    @property
    def record(self) -> IncidentRecord:
        """The record as the linter reads it, changes included. Raises RecordError."""
        return _record(self._path, self._edited)

    def record_text(self) -> str:
        """The text of the record, changes included, once it is known to be one. Raises RecordError."""
        _record(self._path, self._edited)
        return self.text

    def set(self, keys: Keys, value: Any) -> None:
        """Give a key a value; mappings on the way are made. None leaves the key empty. Raises RecordError."""
        self._take(self._edited.with_value, keys, value)

    def append(self, keys: Keys, value: Any) -> None:
        """Add an item to a list, which is made where there is none. Raises RecordError."""
        self._take(self._edited.with_items, keys, [value])

    def extend(self, keys: Keys, values: Sequence[Any]) -> None:
        """Add several items to a list, which is made where there is none. Raises RecordError."""
        self._take(self._edited.with_items, keys, values)

    def _take(self, edit: Callable[[tuple[str | int, ...], Any], YamlText], keys: Keys, value: Any) -> None:
        path = (keys,) if isinstance(keys, str) else keys
        try:
            self._edited = edit(path, value)
        except EditError as error:
            place = line_and_column(self.text, error.offset)
            raise RecordError(f"{self._path}:{place}: cannot set `{'.'.join(map(str, path))}`: {error}") from None


@contextmanager
def changing(path: Path) -> Iterator[RecordChange]:
    """A record to change, written when the block ends.

    Raises RecordError where it is not there, cannot be read as a record, or is locked for 20 seconds.
    """
    with _locked(path.parent):
        text = _text_of(path)
        mark = _BYTE_ORDER_MARK if text.startswith(_BYTE_ORDER_MARK) else ""
        before = text.removeprefix(mark)
        change = RecordChange(path, _parsed(path, before))
        yield change
        if change.text != before:
            _write(path, mark + change.record_text(), shown=path)


def create_record(path: Path, values: Mapping[str, Any]) -> None:
    """Write a new record.

    Raises FileExistsError where one is there, RecordError where it would be none, UnwritableError for its folder.
    """
    try:
        text = render(dict(values))
    except EditError as error:
        raise RecordError(f"{path}: cannot be written: {error}") from None
    _parsed(path, text)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnwritableError(f"{path.parent}: cannot be written: {error.strerror}") from None
    with _locked(path.parent):
        if os.path.lexists(path):
            raise FileExistsError(f"{path}: is there already")
        _write(path, text, shown=path.parent)


def read_record(path: Path) -> IncidentRecord:
    """The record in a file, as the linter reads it. Raises RecordError for one that is not there or broken."""
    return _record(path, _parsed(path, _text_of(path).removeprefix(_BYTE_ORDER_MARK)))


def record_values(path: Path) -> dict[str, Any]:
    """The values of a record in a file. Raises RecordError."""
    values: dict[str, Any] = _parsed(path, _text_of(path).removeprefix(_BYTE_ORDER_MARK)).values
    return values


def _text_of(path: Path) -> str:
    try:
        return decode(path.read_bytes())
    except UnreadableError as error:
        raise RecordError(f"{path}: cannot be read: {error}") from None
    except OSError as error:
        raise RecordError(f"{path}: cannot be read: {error.strerror}") from None


def _parsed(path: Path, text: str) -> YamlText:
    """A text that holds a record. Raises RecordError for the first part of it that is broken."""
    try:
        parsed = YamlText(text)
    except (EditError, YamlError) as error:
        # The reader knows what a record is, and says it better.
        _refuse_broken(path, read_incident_file(str(path), text))
        raise RecordError(f"{path}:1:1: {error}") from None
    _record(path, parsed)
    return parsed


def _record(path: Path, parsed: YamlText) -> IncidentRecord:
    """The record in a text. Raises RecordError for the first part of it that is broken."""
    file = read_incident_documents(str(path), parsed.text, [parsed.root])
    _refuse_broken(path, file)
    assert file.record is not None
    return file.record


def _refuse_broken(path: Path, file: IncidentFile) -> None:
    if file.broken:
        first = file.broken[0]
        raise RecordError(f"{path}:{line_and_column(file.text, first.span.start)}: {first.message}")


def _write(path: Path, text: str, shown: Path) -> None:
    try:
        write_atomically(path, text)
    except OSError as error:
        raise UnwritableError(f"{shown}: cannot be written: {error.strerror}") from None


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """The folder for this process alone, among the commands that change records."""
    # The folder itself is locked: no file of a lock could be committed by mistake, or stay behind.
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise UnwritableError(f"{folder}: cannot be read: {error.strerror}") from None
    try:
        _wait_for_lock(descriptor, folder)
        yield
    finally:
        os.close(descriptor)


def _wait_for_lock(descriptor: int, folder: Path) -> None:
    try:
        locked = lock_within(descriptor, _LONGEST_WAIT_SECONDS)
    except OSError as error:
        raise UnwritableError(f"{folder}: cannot be locked: {error.strerror}") from None
    if not locked:
        raise UnwritableError(f"{folder}: another command has been changing a record here for 20 s")
