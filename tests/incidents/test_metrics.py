"""How long incidents take: n, median, p90 and mean by month, service and severity."""

from __future__ import annotations

from datetime import timedelta

from linter.incident_metrics import metrics_by, spread_of
from linter.model.incident import IncidentRecord
from linter.parsing.incident_records import read_incident_file


def _record(
    number: int, day: str, minutes: int | None, severity: str = "P1", service: str = "payments"
) -> IncidentRecord:
    hours, rest = divmod(minutes or 0, 60)
    resolved = "" if minutes is None else f"{day}T{6 + hours:02}:{rest:02}:00Z"
    text = (
        f"id: INC-{number}\ntitle: a\nseverity: {severity}\nstatus: resolved\nservice: {service}\n"
        f"times: {{started: {day}T06:00:00Z, resolved: {resolved}}}\n"
    )
    record = read_incident_file(f"INC-{number}.yml", text).record
    assert record is not None
    return record


def test_a_spread() -> None:
    minutes = [timedelta(minutes=minute) for minute in (10, 1, 2, 3, 4, 5, 6, 7, 8, 9)]
    assert spread_of(minutes) == (10, timedelta(minutes=5.5), timedelta(minutes=9), timedelta(minutes=5.5))
    assert spread_of(minutes[:1]) == (1, *[timedelta(minutes=10)] * 3)
    assert spread_of([]) is None


def test_groups() -> None:
    records = [
        _record(1, "2026-09-30", 30),
        _record(2, "2026-10-01", 60, "SEV-2", "[payments, orders]"),
        _record(3, "2026-10-31", None, service=""),
    ]
    months = metrics_by(records, "month")
    assert [(row.group, row.incidents, row.mttr.n if row.mttr else 0) for row in months] == [
        ("2026-09", 1, 1),
        ("2026-10", 2, 1),
    ]
    assert [row.group for row in metrics_by(records, "service")] == ["orders", "payments", "unknown"]
    assert [row.group for row in metrics_by(records, "severity")] == ["P1", "P2"]
    assert months[0].mttd is None


def test_times_that_run_backwards_do_not_count() -> None:
    record = _record(1, "2026-10-01", 30)
    assert record.times.started
    wrong = record._replace(times=record.times._replace(resolved=record.times.started - timedelta(hours=1)))
    assert metrics_by([wrong], "month")[0].mttr is None
