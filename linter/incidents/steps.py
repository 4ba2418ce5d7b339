"""Steps: what is done once for an incident, each written into its record before it is tried and after.

A run that was killed leaves a step `attempted`: what came of it is unknown. The next run looks it up first, then adopts
what it finds, or does it.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from linter.files import cache_folder
from linter.incidents.http import ServiceError
from linter.incidents.locks import lock_within
from linter.incidents.record_file import RecordChange, RecordError, changing
from linter.model.incident import Step

T = TypeVar("T")


class Outcome(NamedTuple):
    """What came of a step: the id and address of what it made, and a note on what was left out."""

    id: str = ""
    url: str = ""
    note: str = ""


Done = Mapping[str, Outcome]
"""The outcomes of the steps that are done, by name."""


class Action(NamedTuple):
    """What a step does, once.

    `key` marks at the service what this step makes; it follows from the incident's id and the step. `carry_out` does
    it; `look_up` finds what an earlier try has made, None where there is nothing. An action without `look_up` is keyed:
    the service itself makes one of two; and one that `adopts` finds by itself what is there. Both get the outcomes of
    the steps that are done, and raise ServiceError, or SkippedError. `needs` are the steps that must be done before.
    """

    name: str
    key: str
    carry_out: Callable[[Done], Outcome]
    look_up: Callable[[Done], Outcome | None] | None = None
    needs: tuple[str, ...] = ()
    adopts: bool = False


def made_by(done: Done, name: str) -> Outcome:
    """What a step has made, which has an address. Raises ServiceError where somebody wrote `done` and no more."""
    outcome = done[name]
    if not (outcome.id and outcome.url):
        raise ServiceError(f"the step `{name}` is done, and the record does not say its `id` and `url`: add them")
    return outcome


class SkippedError(Exception):
    """There is a reason not to do a step, now or ever: the text says it."""


class Result(NamedTuple):
    """The state of a step after a run; `problem` says why it is not done, or why it need not be."""

    name: str
    state: str
    outcome: Outcome = Outcome()
    problem: str = ""

    @property
    def is_settled(self) -> bool:
        """True where nothing is left to do."""
        return self.state in ("done", "skipped")


def carry_out(
    record: Path,
    actions: Sequence[Action],
    told: Callable[[Result], None] = lambda _: None,
    *,
    resumed: bool = False,
    patience: float = 0.0,
    waited: Callable[[float], None] = lambda _: None,
) -> list[Result]:
    """Do what is not done yet, in this order; every step's state is in the record. Raises RecordError.

    `told` hears of each step when it is over.

    One process at a time carries out the steps of a record: a second one would find steps attempted, look them up
    before they are there, and do them twice. `patience` is how many seconds to wait for one that is at it, `waited`
    hears for how many it did.

    Where a run is `resumed`, what it has not tried may have been done by hand, or from another clone of the
    repository: that is looked up as well.
    """
    started = time.monotonic()
    with _alone(record, patience):
        waited(time.monotonic() - started)
        results = []
        for action in actions:
            results.append(_one(record, action, resumed))
            told(results[-1])
        return results


def plan(change: RecordChange, name: str, key: str) -> None:
    """Write down in a record that is being changed that a step is to be done."""
    _write(change, name, {}, state="pending", key=key)


def skip(record: Path, name: str, reason: str) -> Result:
    """Write down that a step is not to be done, and why. Raises RecordError."""
    with changing(record) as change:
        before = _step(change.data, name)
        if before.get("state", "pending") in ("pending", "skipped"):
            _write(change, name, before, state="skipped", error=reason)
    return Result(name, "skipped", problem=reason)


def _one(record: Path, action: Action, resumed: bool) -> Result:
    with changing(record) as change:
        before = _step(change.data, action.name)
        state, attempts = before.get("state", "pending"), int(before.get("attempts") or 0)
        if state == "done":
            return Result(action.name, "done", _outcome(before))
        done = _done(change.data)
        missing = [name for name in action.needs if name not in done]
        if missing:
            state = "pending" if state == "skipped" else state
            problem = f"it needs the step `{missing[0]}`"
            _write(change, action.name, before, state=state, key=action.key, error=problem)
            return Result(action.name, state, problem=problem)
        _write(change, action.name, before, state="attempted", key=action.key, attempts=attempts + 1)
    is_unsure = bool(attempts) or (resumed and not action.adopts)
    try:
        # After a kill or a lost answer nobody knows what was made; after a failure somebody may have made it by hand.
        found = _guarded(action.look_up, done) if is_unsure and action.look_up else None
    except ServiceError as error:
        unsure = f"whether it is done is unknown: {error}" if state == "attempted" else str(error)
        return _noted(record, action, "attempted" if state == "attempted" else "failed", unsure)
    try:
        outcome = found or _guarded(action.carry_out, done)
    except SkippedError as reason:
        return _noted(record, action, "skipped", str(reason))
    except ServiceError as error:
        unsure = f"whether it is done is unknown: {error}" if error.sent else str(error)
        return _noted(record, action, "attempted" if error.sent else "failed", unsure)
    with changing(record) as change:
        _write(change, action.name, _step(change.data, action.name), state="done", **outcome._asdict())
    return Result(action.name, "done", outcome)


def _guarded(work: Callable[[Done], T], done: Done) -> T:
    """What a step's work gives. Raises what it raises, and ServiceError for a mistake in this program itself.

    A mistake in what is written for one service must not keep the others from being asked.
    """
    try:
        return work(done)
    except (ServiceError, SkippedError, RecordError):
        raise
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(place.filename).name}:{place.lineno}"
        # Not its text: that may be anything, a token among it.
        raise ServiceError(f"a fault of this program: {type(error).__name__} at {where}", sent=True) from None


def _noted(record: Path, action: Action, state: str, problem: str) -> Result:
    with changing(record) as change:
        _write(change, action.name, _step(change.data, action.name), state=state, error=problem)
    return Result(action.name, state, problem=problem)


def _steps(data: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The steps of a record by name; they may be written as a mapping, or as a list of what has a `name`."""
    steps = data.get("steps") or {}
    if isinstance(steps, list):
        return {str(step.get("name")): step for step in steps}
    return {name: step or {} for name, step in steps.items()}


def _step(data: Mapping[str, Any], name: str) -> dict[str, Any]:
    return _steps(data).get(name, {})


def _done(data: Mapping[str, Any]) -> dict[str, Outcome]:
    return {name: _outcome(step) for name, step in _steps(data).items() if step.get("state") == "done"}


def _write(change: RecordChange, name: str, before: Mapping[str, Any], *, state: str, **values: Any) -> None:
    """Give a step its new state, with what is known of it; an error is over once the step is tried again."""
    step = {**before, "state": state, "time": _now(), "error": "", **values}
    step = {key: step[key] for key in Step._fields if step.get(key) not in ("", None) and key != "name"}
    steps = change.data.get("steps")
    if not isinstance(steps, list):
        change.set(("steps", name), step)
        return
    place = next((at for at, known in enumerate(steps) if known.get("name") == name), None)
    if place is None:
        change.append("steps", {"name": name, **step})
    else:
        change.set(("steps", place), {"name": name, **step})


def _outcome(step: Mapping[str, Any]) -> Outcome:
    return Outcome(*(str(step.get(name) or "") for name in Outcome._fields))


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@contextmanager
def _alone(record: Path, patience: float) -> Iterator[None]:
    """The record's steps for this process alone. The lock goes with the process, however it ends."""
    descriptor = _opened(Path(os.path.realpath(record)))
    try:
        if not lock_within(descriptor, patience):
            raise RecordError(f"{record}: another command is carrying out its steps now: try again when it is over")
        yield
    finally:
        os.close(descriptor)


def _opened(record: Path) -> int:
    """What to lock for a record, open. Raises RecordError."""
    name = hashlib.sha256(str(record).encode("utf-8", "surrogateescape")).hexdigest()[:32]
    places = [cache_folder() / "runs"]
    with suppress(OSError):
        places.append(Path(tempfile.gettempdir()) / f"runbook-linter-{os.getuid()}")
    for place in places:
        try:
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
            return os.open(place / name, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        except OSError:
            continue
    # Where nothing can be written, nobody must stay asleep: what is there already is locked instead.
    above = record.parent.parent
    try:
        return os.open(above, os.O_RDONLY)
    except OSError as error:
        raise RecordError(f"{above}: cannot be read: {error.strerror}") from None
