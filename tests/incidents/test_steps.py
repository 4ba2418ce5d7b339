"""The step engine: what is in the record before and after, and what a second run makes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from linter.incidents.http import ServiceError
from linter.incidents.record_file import RecordError, read_record
from linter.incidents.steps import Action, Done, Outcome, Result, SkippedError, carry_out, skip
from linter.model.incident import Step

HEAD = "id: INC-1\ntitle: a\nseverity: P1\nstatus: investigating\ntimes: {detected: 2026-11-27T06:00:00Z}\n"


@pytest.fixture
def record(tmp_path: Path) -> Path:
    path = tmp_path / "INC-1.yml"
    path.write_text(HEAD, encoding="utf-8")
    return path


def step(record: Path, name: str = "ticket") -> Step:
    return next(step for step in read_record(record).steps if step.name == name)


def action(name: str = "ticket", *needs: str, makes: Outcome | Exception = Outcome("OPS-1")) -> Action:
    def carry_out_it(done: Done) -> Outcome:
        if isinstance(makes, Exception):
            raise makes
        return makes

    return Action(name, "inc-1", carry_out_it, needs=needs)


def test_attempted_is_written_before_and_done_after(record: Path) -> None:
    seen: list[Step] = []

    def look(done: Done) -> Outcome:
        seen.append(step(record))
        return Outcome("OPS-1", "https://jira.example/OPS-1", "a note")

    told: list[Result] = []
    carry_out(record, [Action("ticket", "inc-1", look)], told.append)
    assert (seen[0].state, seen[0].attempts, seen[0].key) == ("attempted", 1, "inc-1")
    after = step(record)
    assert (after.state, after.id, after.url, after.note) == ("done", "OPS-1", "https://jira.example/OPS-1", "a note")
    assert [result.name for result in told] == ["ticket"]
    carry_out(record, [Action("ticket", "inc-1", look)])
    assert len(seen) == 1


@pytest.mark.parametrize(
    ("trouble", "state", "error"),
    [
        (ServiceError("Jira: refused"), "failed", "Jira: refused"),
        (ServiceError("Jira: broke off", sent=True), "attempted", "whether it is done is unknown: Jira: broke off"),
        (SkippedError("the page is old"), "skipped", "the page is old"),
    ],
)
def test_what_went_wrong_is_in_the_record(record: Path, trouble: Exception, state: str, error: str) -> None:
    (result,) = carry_out(record, [action(makes=trouble)])
    assert (step(record).state, step(record).error) == (state, error)
    assert result.is_settled == (state == "skipped")
    carry_out(record, [action()])
    assert (step(record).state, step(record).error, step(record).attempts) == ("done", "", 2)


def test_a_mistake_in_one_step_keeps_no_other_from_being_done(record: Path) -> None:
    results = carry_out(record, [action("page", makes=KeyError("canary-8d")), action()])
    assert [result.state for result in results] == ["attempted", "done"]
    assert step(record, "page").error.startswith(
        "whether it is done is unknown: a fault of this program: KeyError at test_steps.py:"
    )
    assert "canary" not in record.read_text(encoding="utf-8")


def test_what_was_tried_is_looked_up_before_it_is_done_again(record: Path) -> None:
    carry_out(record, [action(makes=ServiceError("broke off", sent=True))])
    down = Action("ticket", "inc-1", action().carry_out, look_up=action(makes=ServiceError("down")).carry_out)
    (result,) = carry_out(record, [down])
    assert (result.state, step(record).id) == ("attempted", "")
    found = Action("ticket", "inc-1", action().carry_out, look_up=lambda _: Outcome("OPS-9"))
    carry_out(record, [found])
    assert (step(record).state, step(record).id) == ("done", "OPS-9")


def test_a_step_waits_for_those_it_needs_and_stops_no_other(record: Path) -> None:
    failing = action("channel", makes=ServiceError("down"))
    results = carry_out(record, [failing, action("topic", "channel"), action("ticket")])
    assert [result.state for result in results] == ["failed", "pending", "done"]
    assert step(record, "topic").error == "it needs the step `channel`"
    results = carry_out(record, [action("channel"), action("topic", "channel")])
    assert [result.state for result in results] == ["done", "done"]


def test_steps_written_as_a_list_stay_one(record: Path) -> None:
    steps = "steps:\n  - name: channel  # by hand\n    state: done\n    id: C1\n"
    record.write_text(HEAD + steps, encoding="utf-8")
    given: list[Done] = []

    def topic(done: Done) -> Outcome:
        given.append(done)
        return Outcome()

    carry_out(record, [Action("topic", "k", topic, needs=("channel",)), action()])
    assert given[0]["channel"].id == "C1"
    assert [step.name for step in read_record(record).steps] == ["channel", "topic", "ticket"]
    assert record.read_text(encoding="utf-8").startswith(HEAD + steps)


def test_what_is_done_is_not_left_out(record: Path) -> None:
    carry_out(record, [action()])
    skip(record, "ticket", "--only page")
    skip(record, "page", "a P3 wakes nobody")
    assert step(record).state == "done"
    assert (step(record, "page").state, step(record, "page").error) == ("skipped", "a P3 wakes nobody")


def test_one_at_a_time(record: Path) -> None:
    def again(done: Done) -> Outcome:
        with pytest.raises(RecordError, match="another command is carrying out its steps now"):
            carry_out(record, [action("page")])
        return Outcome("OPS-1")

    carry_out(record, [Action("ticket", "inc-1", again)])
    assert step(record).state == "done"
