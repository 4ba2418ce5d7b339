"""Whatever goes wrong, and whenever the command is killed: after `--resume`, everything is there once."""

from __future__ import annotations

import itertools
import os
from pathlib import Path

import pytest

from linter.incidents.sandbox.faults import Fault
from tests.incidents.declaring import STEPS, place_with
from tests.incidents.zygote import Zygote

FAULTS = ("drop", "lost", "busy", "down", "crash", "stuck", "slow", "nonsense", "refusal")
STOPS = ("before", "after", "answered")
SILENT = ("stuck", "slow")
"""No answer comes: only these cases wait for a deadline, which is short for them."""


def _script(step: str, *kinds: str) -> list[Fault]:
    """These faults, one after the other, at the requests of a step; the links are the second event of two."""
    before = [Fault("enqueue", "well")] if step == "page links" else []
    return [*before, *(Fault(STEPS[step], kind) for kind in kinds)]


def _cases() -> list[tuple[str, str, str]]:
    """(step, fault, stop): all of them where RUNBOOK_LINTER_ALL_FAULTS is set; else each step with each fault and with
    each stop, and with the stops after faults taken in turn.
    """
    alone = [(step, fault, stop) for step in STEPS for fault, stop in [("", stop) for stop in STOPS]]
    if os.environ.get("RUNBOOK_LINTER_ALL_FAULTS"):
        return alone + [(step, fault, stop) for step in STEPS for fault in FAULTS for stop in ("", *STOPS)]
    turns = itertools.cycle(("", *STOPS))
    return alone + [(step, fault, next(turns)) for step in STEPS for fault in FAULTS]


@pytest.mark.parametrize(("step", "fault", "stop"), _cases())
def test_everything_is_there_once(tmp_path: Path, zygote: Zygote, step: str, fault: str, stop: str) -> None:
    script = _script(step, *filter(None, (fault, stop)))
    with place_with(tmp_path, zygote, script, deadline=3 if fault in SILENT else 10) as place:
        place.until_done()
        # A fault that the run gets over by itself leaves its stop unused, unless that comes first.
        assert fault not in {left.kind for left in place.sandbox.faults}
        assert fault or not place.sandbox.faults
        place.assert_everything_once()
