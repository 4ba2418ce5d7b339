"""`check --format`, `--output FORMAT=FILE`, `--compare-with FILE`: reports, on standard output and in any files."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from linter.config import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

    from linter.reporting.selection import Shown
    from linter.reporting.snapshot import Snapshot
    from linter.run import Run

    Report = Callable[[Run, Shown, Snapshot | None], str]


class Output(NamedTuple):
    """A report to write into a file."""

    format: str
    file: Path


def add_output_arguments(parser: argparse.ArgumentParser) -> None:
    """The options about where reports go."""
    parser.add_argument(
        "--format",
        type=_format,
        choices=tuple(FORMATS),
        default="text",
        metavar="FORMAT",
        help=f"{', '.join(FORMATS)} (default: text)",
    )
    parser.add_argument(
        "--output",
        action="append",
        type=_output,
        default=[],
        metavar="FORMAT=FILE",
        help="write a report into a file too, such as sarif=lint.sarif; may be repeated",
    )
    parser.add_argument(
        "--write-due",
        metavar="DIR",
        help="write for each owner what only the calendar made, as a Markdown file into DIR",
    )
    parser.add_argument(
        "--compare-with",
        metavar="FILE",
        help="for markdown: what an earlier run wrote with --output sarif=FILE",
    )


def snapshot_before(args: argparse.Namespace) -> Snapshot | None:
    """The earlier run that this one is compared with, None where no format needs one.

    Raises ConfigError where one is needed and not named, cannot be read, or where two reports go into one file.
    """
    outputs: Sequence[Output] = args.output
    for number, output in enumerate(outputs):
        if any(other.file == output.file for other in outputs[:number]):
            raise ConfigError(f"--output {output.format}={output.file}: another report goes into this file")
    if "markdown" not in (args.format, *(output.format for output in outputs)):
        return None
    if not args.compare_with:
        raise ConfigError(
            "the format markdown compares two runs: give --since REV, or an earlier report with --compare-with FILE"
        )
    from pathlib import Path

    from linter.reporting.snapshot import read_snapshot

    return read_snapshot(Path(args.compare_with), args.severity)


def report(format: str, run: Run, shown: Shown, before: Snapshot | None) -> str:
    """The report in a format. `before` is the earlier run, for markdown."""
    return FORMATS[format](run, shown, before)


def write_outputs(outputs: Sequence[Output], run: Run, shown: Shown, before: Snapshot | None) -> None:
    """Write each report whole or not at all. Raises ConfigError where a file cannot be written."""
    from linter.cli.writing import write_new_file

    for output in outputs:
        text = report(output.format, run, shown, before)
        write_new_file(output.file, f"{text}\n" if text else "")


def write_due(run: Run, folder: str) -> None:
    """Write what is due, a file for each owner; those of an earlier run that are not are taken away.

    Raises ConfigError where the folder cannot be written, or holds something else.
    """
    from pathlib import Path

    from linter.cli.writing import write_new_file
    from linter.reporting.due import due_by_owner

    place = Path(folder)
    due = due_by_owner(run)
    try:
        place.mkdir(parents=True, exist_ok=True)
        old = [path for path in place.iterdir() if path.stem not in due or path.suffix != ".md"]
        for path in old:
            if path.suffix != ".md" or not path.read_text(encoding="utf-8").startswith("# Runbooks due: "):
                raise ConfigError(f"{path}: --write-due writes into a folder of its own, and did not write this file")
        for path in old:
            path.unlink()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{folder}: cannot be written: {error}") from None
    for owner, text in due.items():
        write_new_file(place / f"{owner}.md", text)


def _format(given: str) -> str:
    """What an option says a format is. Raises ConfigError, which is one line, where argparse would say its usage."""
    if given not in FORMATS:
        raise ConfigError(f"--format {given}: no such format; there are {', '.join(FORMATS)}")
    return given


def _output(given: str) -> Output:
    from pathlib import Path

    format, _, file = given.partition("=")
    if format not in FORMATS or not file:
        raise ConfigError(f"--output {given}: not FORMAT=FILE with one of {', '.join(FORMATS)}")
    return Output(format, Path(file))


def _text(run: Run, shown: Shown, before: Snapshot | None) -> str:
    from linter.reporting.text import TextStyle, text_report

    return text_report(run, shown, run.project.text_of, TextStyle(colour=False))


def _json(run: Run, shown: Shown, before: Snapshot | None) -> str:
    from linter.reporting.json_report import json_report

    return json_report(run, shown)


def _sarif(run: Run, shown: Shown, before: Snapshot | None) -> str:
    from linter.reporting.sarif import sarif_report

    return sarif_report(run, shown)


def _github(run: Run, shown: Shown, before: Snapshot | None) -> str:
    from linter.reporting.github import github_report

    return github_report(run, shown, before.changed_lines if before else None)


def _gitlab(run: Run, shown: Shown, before: Snapshot | None) -> str:
    from linter.reporting.gitlab import gitlab_report

    return gitlab_report(run, shown)


def _junit(run: Run, shown: Shown, before: Snapshot | None) -> str:
    from linter.reporting.junit import junit_report

    return junit_report(run, shown)


def _markdown(run: Run, shown: Shown, before: Snapshot | None) -> str:
    from linter.reporting.pull_request import pull_request_summary
    from linter.reporting.snapshot import take_snapshot

    assert before is not None
    return pull_request_summary(before, take_snapshot(run, shown))


def _csv(run: Run, shown: Shown, before: Snapshot | None) -> str:
    from linter.reporting.scores import scores_report

    return scores_report(run, shown)


FORMATS: Mapping[str, Report] = {
    "text": _text,
    "json": _json,
    "sarif": _sarif,
    "github": _github,
    "gitlab": _gitlab,
    "junit": _junit,
    "markdown": _markdown,
    "csv": _csv,
}
