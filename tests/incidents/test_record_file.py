"""The file of a record: made once, changed by one at a time, refused where it is broken."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from linter.incidents.record_file import RecordError, changing, create_record, read_record
from tests.conftest import ROOT

VALUES = {
    "id": "INC-7",
    "title": "Payments fail",
    "severity": "P1",
    "status": "investigating",
    "times": {"started": "2026-11-23T06:00:00Z"},
}
TEXT = (
    b"id: INC-7 # ours\r\ntitle: 'Payments'\r\nseverity: P1\r\nstatus: identified\r\n"
    b"times: {started: 2026-11-23T06:00:00Z}"
)


def test_a_record_is_made_once(tmp_path: Path) -> None:
    path = tmp_path / "docs" / "incidents" / "INC-7.yml"
    create_record(path, VALUES)
    assert path.read_text(encoding="utf-8").splitlines()[:2] == ["id: INC-7", "title: Payments fail"]
    assert read_record(path).times.started is not None
    with pytest.raises(FileExistsError):
        create_record(path, {**VALUES, "title": "Other"})
    assert read_record(path).title == "Payments fail"
    with pytest.raises(RecordError, match="`P9` is no `severity`"):
        create_record(path.with_name("INC-8.yml"), {**VALUES, "severity": "P9"})
    assert os.listdir(path.parent) == ["INC-7.yml"]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_nothing_else_changes(tmp_path: Path, mark: bytes) -> None:
    path = tmp_path / "INC-7.yml"
    path.write_bytes(mark + TEXT)
    path.chmod(0o640)
    with changing(path) as change:
        assert change.data["title"] == "Payments"
    assert path.read_bytes() == mark + TEXT
    with changing(path) as change:
        change.set("status", "resolved")
        change.append("events", {"time": "2026-11-23T07:00:00Z", "text": "Über"})
        assert change.record.events[0].text == "Über"
    added = "\r\nevents:\r\n  - time: 2026-11-23T07:00:00Z\r\n    text: Über".encode()
    assert path.read_bytes() == mark + TEXT.replace(b"identified", b"resolved") + added
    assert path.stat().st_mode & 0o777 == 0o640
    assert os.listdir(tmp_path) == ["INC-7.yml"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id: INC-7\ntitle: [\n", ":3:1: not valid YAML"),
        (f"{TEXT.decode()}\r\nsevice: a", ":6:1: unknown key `sevice`"),
        (f"{TEXT.decode()}\r\nid: INC-8", ":6:1: `id` is there twice"),
        ("", ":1:1: the record is empty"),
        ("- a\n", ":1:1: the record must be a mapping"),
        (f"{TEXT.decode()}\r\nx-own: &a [*a]\r\n", ":1:1: a value must not hold itself"),
    ],
)
def test_a_broken_record_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "INC-7.yml"
    path.write_bytes(text.encode())
    with pytest.raises(RecordError) as error, changing(path) as change:
        change.set("status", "resolved")
    assert f"{path}{said}" in str(error.value)
    assert path.read_bytes() == text.encode()


def test_nothing_is_written_when_the_block_raises_or_breaks_it(tmp_path: Path) -> None:
    path = tmp_path / "INC-7.yml"
    path.write_bytes(TEXT)
    with pytest.raises(KeyError), changing(path) as change:
        change.set("status", change.data["status of the moon"])
    with pytest.raises(RecordError, match="`asleep` is no `status`"), changing(path) as change:
        change.set("status", "asleep")
    with pytest.raises(RecordError, match=r":3:11: cannot set `severity.high`"), changing(path) as change:
        change.set(("severity", "high"), "x")
    with pytest.raises(RecordError, match="No such file"), changing(tmp_path / "INC-8.yml"):
        pass
    assert path.read_bytes() == TEXT


def test_processes_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "INC-7.yml"
    path.write_bytes(TEXT)
    code = (
        "import sys; from pathlib import Path; from linter.incidents.record_file import changing\n"
        "for number in range(15):\n"
        "    with changing(Path(sys.argv[1])) as change:\n"
        "        change.append('events', {'time': '2026-11-23T07:00:00Z', 'text': f'{sys.argv[2]}-{number}'})\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    started = [
        subprocess.Popen([sys.executable, "-c", code, str(path), name], env=environment) for name in ("a", "b", "c")
    ]
    assert [process.wait(60) for process in started] == [0, 0, 0]
    events = [event.text for event in read_record(path).events]
    assert len(events) == 45
    for name in ("a", "b", "c"):
        assert [text for text in events if text.startswith(name)] == [f"{name}-{number}" for number in range(15)]
    assert os.listdir(tmp_path) == ["INC-7.yml"]
