"""`--sandbox` and `--dry-run`: an incident is declared in a temporary folder, to stand-ins of the services."""

from __future__ import annotations

import contextlib
import io
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from linter.cli.declare_steps import go_on, record_at
from linter.cli.setting import Setting
from linter.config import ConfigError

if TYPE_CHECKING:
    from linter.incidents.rehearsal import Rehearsal
    from linter.incidents.settings import Settings


def rehearse(
    script: str, write: Callable[[Path], Path], setting: Setting, settings: Settings, only: frozenset[str]
) -> bool:
    """Declare to stand-ins that fail as the script says, then resume; true where something is left to do.

    `write` makes the record below a folder. Raises ConfigError, RecordError.
    """
    from linter.incidents.http import Deadline
    from linter.incidents.rehearsal import rehearsal
    from linter.incidents.sandbox.faults import read_faults

    try:
        faults, refused = read_faults(script)
    except ValueError as error:
        raise ConfigError(f"--sandbox: {error}") from None
    with (
        tempfile.TemporaryDirectory() as folder,
        rehearsal(settings, faults, refused, everything=True) as rehearsed,
    ):
        root = Path(folder)
        place = write(root)
        print("A rehearsal: nothing is written into the knowledge base, and nothing leaves this machine.\n")
        undone = go_on(place, setting, rehearsed.settings, only, Deadline(settings.deadline), root, resumed=False)
        if undone:
            print("\nOnce the services are well, `--resume` does the rest:\n")
            rehearsed.sandbox.faults.clear()
            for service in refused:
                rehearsed.sandbox.bring_up(service)
            undone = go_on(place, setting, rehearsed.settings, only, Deadline(settings.deadline), root, resumed=True)
        print(f"\nThe record\n\n{place.read_text(encoding='utf-8')}\nWhat the services got\n")
        _print_received(rehearsed)
    return undone


def show(write: Callable[[Path], Path], setting: Setting, settings: Settings, only: frozenset[str]) -> None:
    """Print what would be written and sent. Raises ConfigError, RecordError."""
    from linter.incidents.http import Deadline
    from linter.incidents.rehearsal import rehearsal

    with tempfile.TemporaryDirectory() as folder, rehearsal(settings) as rehearsed:
        root = Path(folder)
        place = write(root)
        record, text = record_at(place, root), place.read_text(encoding="utf-8")
        # What the steps say of themselves would read as if it had happened.
        with contextlib.redirect_stdout(io.StringIO()):
            go_on(place, setting, rehearsed.settings, only, Deadline(settings.deadline), root, resumed=False)
        print(f"Nothing is written or sent.\n\nThe record, {record.path}\n\n{text}")
        print("What the services would get, with stand-ins' ids\n" if rehearsed.sandbox.seen else _NOTHING)
        _print_received(rehearsed)


_NOTHING = "No service would get anything."


def _print_received(rehearsed: Rehearsal) -> None:
    for text in rehearsed.received():
        print(f"{text}\n")
