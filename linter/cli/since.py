"""`check --since REV`: what a branch made since it left another one."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from linter.cli.setting import Setting, make_request
from linter.config import ConfigError
from linter.model.severity import Severity

if TYPE_CHECKING:
    from linter.levels import Selection
    from linter.reporting.snapshot import Snapshot
    from linter.run import Run
    from linter.since import Since

_OTHERS = ("affected", "fix", "diff", "external", "write_baseline", "prune_baseline")


def made_since(args: argparse.Namespace, setting: Setting, selection: Selection) -> tuple[Run, Snapshot]:
    """The run whose new findings the change made, and what was there before it.

    Only pages in the files and folders given are in it, where some are.

    Raises ConfigError where Git cannot tell what changed.
    """
    from linter.project.changed_lines import changed_lines
    from linter.project.changes import changes_since, commit_named, lacks_contents, merge_base
    from linter.project.discovery import relative
    from linter.project.git import refusal
    from linter.project.root import git_top
    from linter.since import lint_since

    for other in _OTHERS:
        if getattr(args, other):
            raise ConfigError(f"--since and --{other.replace('_', '-')} do not go together")
    root = setting.root
    if git_top(root) is None:
        raise ConfigError(f"--since {args.since}: {root} is in no Git work tree")
    if not args.since.strip():
        raise ConfigError("--since names no revision; leave it out to report everything")
    if commit_named(root, args.since) is None:
        why = refusal(root) or (
            "Git knows no commit of this name here; if it is another branch's, fetch it and all of its history"
            " (in CI: fetch-depth: 0)"
        )
        raise ConfigError(f"--since {args.since}: {why}")
    commit = merge_base(root, args.since)
    changes = changes_since(root, commit) if commit else None
    if commit is None or changes is None:
        raise ConfigError(
            f"--since {args.since}: Git knows no commit that it shares with HEAD; fetch the branch and all of its"
            " history (in CI: fetch-depth: 0)"
        )
    if lacks_contents(root, commit, changes):
        raise ConfigError(
            f"--since {args.since}: Git has not got what the changed pages were at {commit[:10]} (a partial clone);"
            " clone without --filter, or fetch with --refetch and no filter"
        )
    # A link that the change broke is on any page: all are read, whatever is reported.
    request, troubles = make_request(setting._replace(arguments=(root,)), args, selection=selection, render=args.render)
    since = lint_since(request, commit, changes)
    folders = [relative(root, path) for path in setting.arguments]

    def is_asked(path: str) -> bool:
        return any(f is not None and (not f or path == f or path.startswith(f + "/")) for f in folders)

    since = since._replace(before=_only(since.before, is_asked), after=_only(since.after, is_asked))
    run = since.after._replace(troubles=(*troubles, *since.after.troubles))
    return run, _before(since, changed_lines(root, commit, changes), args.severity)


def _only(run: Run, is_asked: Callable[[str], bool]) -> Run:
    return run._replace(
        pages=tuple(page for page in run.pages if is_asked(page.path)),
        findings=tuple(finding for finding in run.findings if is_asked(finding.path)),
    )


def _before(since: Since, lines: Mapping[str, Sequence[tuple[int, int]]], least: Severity) -> Snapshot:
    """What was there before, a page that was renamed by the name that it has now."""
    from linter.reporting.places import repository_prefix
    from linter.reporting.selection import select
    from linter.reporting.snapshot import Snapshot, take_snapshot

    taken = take_snapshot(since.before, select(since.before, least))
    prefix = repository_prefix(since.before.root)
    names = {prefix + old: prefix + new for old, new in since.renames.items()}
    scores = {names.get(path, path): score for path, score in taken.scores.items()}
    return Snapshot(taken.findings, scores, lines)
