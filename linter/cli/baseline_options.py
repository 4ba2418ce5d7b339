"""`check --baseline`, `--write-baseline`, `--prune-baseline`: what is known already is not reported again."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from linter.cli.ending import complain
from linter.cli.setting import Setting
from linter.config import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from linter.baseline import Baseline
    from linter.run import Run

_DEFAULT = ".runbook-linter-baseline.json"


def add_baseline_arguments(parser: argparse.ArgumentParser) -> None:
    """The options about the baseline."""
    group = parser.add_argument_group("baseline")
    group.add_argument(
        "--baseline", metavar="FILE", help="report nothing that this file knows (default: configuration)"
    )
    group.add_argument("--no-baseline", action="store_true", help="report what the baseline knows, too")
    group.add_argument(
        "--write-baseline",
        action="store_true",
        help=f"write down all there is now, in the file of --baseline, of the configuration, else {_DEFAULT}",
    )
    group.add_argument("--prune-baseline", action="store_true", help="take what is mended out of the baseline")


def held_against_baseline(args: argparse.Namespace, setting: Setting, run: Run, *, complete: bool) -> Run:
    """The run with what is known marked as such. `complete` says that it looked at everything.

    Raises ConfigError where the baseline cannot be read or written.
    """
    file = _file(args, setting)
    if setting.settings and (args.write_baseline or args.prune_baseline) and not args.baseline:
        raise ConfigError("the baseline is another commit's here: name the file to write with --baseline")
    if args.write_baseline:
        return _write(args, setting, run, file, complete=complete)
    if file is None or args.no_baseline:
        if args.prune_baseline:
            raise ConfigError("--prune-baseline: there is no baseline; name it with --baseline or in the configuration")
        return run
    from linter.baseline import judge, read_baseline

    baseline = read_baseline(file)

    def renamed(gone: Sequence[str]) -> Mapping[str, str]:
        from linter.project.renames import names_now

        return names_now(run.root, gone, run.project.history)

    judged = judge(run, baseline, run.project.text_of, renamed)
    looked = complete and baseline.looked <= _looked(args, run)
    if args.prune_baseline:
        if not looked or run.troubles:
            raise ConfigError(
                "--prune-baseline needs a run that looks at all that the baseline was written from:"
                f" no PATH, no --select or --ignore{_also(baseline)}"
            )
        _save(file, judged.kept)
        complain(f"{_counted(judged.unneeded, 'entry', 'entries')} taken out of {file}")
    elif judged.unneeded and looked:
        complain(
            f"{_counted(judged.unneeded, 'entry', 'entries')} of {file} no longer needed;"
            " --prune-baseline takes them out"
        )
    return judged.run


def _write(args: argparse.Namespace, setting: Setting, run: Run, file: Path | None, *, complete: bool) -> Run:
    from linter.baseline import judge, write_baseline

    if not complete:
        raise ConfigError("--write-baseline needs a run over all pages: no PATH, no --select or --ignore")
    if run.troubles:
        complain("no baseline is written while something cannot be read: mend it, or name it under `exclude:`")
        return run
    assert file is not None
    baseline = write_baseline(run, run.project.text_of, _looked(args, run))
    _save(file, baseline)
    number = sum(baseline.known.values())
    complain(f"{_counted(number, 'finding', 'findings')} written to {file}")
    if setting.config.baseline is None and not args.baseline:
        shown = file.relative_to(setting.root).as_posix() if file.is_relative_to(setting.root) else file
        complain(f"add to the configuration: baseline: {shown}")
    return judge(run, baseline, run.project.text_of, lambda gone: {}).run


def _file(args: argparse.Namespace, setting: Setting) -> Path | None:
    """The baseline's file: as an option names it from here, as the configuration does from the root."""
    from pathlib import Path

    if args.baseline:
        return Path(args.baseline)
    if setting.config.baseline:
        return Path(setting.folder, setting.config.baseline)
    return Path(setting.root, _DEFAULT) if args.write_baseline else None


def _looked(args: argparse.Namespace, run: Run) -> set[str]:
    """What this run can see that another may not: Git's history, other sites, the rendered pages."""
    seen = {"external": args.external, "git": run.git == "full", "render": args.render}
    return {name for name, so in seen.items() if so}


def _also(baseline: Baseline) -> str:
    options = {"external": "--external", "git": "all of Git's history", "render": "--render"}
    needed = [options[name] for name in options if name in baseline.looked]
    return f"; and with {', '.join(needed)}" if needed else ""


def _save(file: Path, baseline: Baseline) -> None:
    from linter.baseline import baseline_text
    from linter.cli.writing import write_new_file

    write_new_file(file, baseline_text(baseline))


def _counted(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"
