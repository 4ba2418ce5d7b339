"""`check --since REV`: what a branch made since it left another one."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from linter.cli.setting import Setting, make_request
from linter.config import ConfigError

if TYPE_CHECKING:
    from linter.engine import Run
    from linter.levels import Selection

_OTHERS = ("affected", "fix", "diff", "external", "write_baseline", "prune_baseline")


def made_since(args: argparse.Namespace, setting: Setting, selection: Selection) -> Run:
    """The run whose new findings the change made; only those of the pages and folders given, where some are.

    Raises ConfigError where Git cannot tell what changed.
    """
    from linter.project.changes import changes_since, merge_base
    from linter.project.discovery import relative
    from linter.project.root import git_top
    from linter.since import lint_since

    for other in _OTHERS:
        if getattr(args, other):
            raise ConfigError(f"--since and --{other.replace('_', '-')} do not go together")
    root = setting.root
    if git_top(root) is None:
        raise ConfigError(f"--since {args.since}: {root} is in no Git repository")
    commit = merge_base(root, args.since)
    changes = changes_since(root, commit) if commit else None
    if commit is None or changes is None:
        raise ConfigError(
            f"--since {args.since}: Git knows no commit that it shares with HEAD; fetch the branch and all of its"
            " history (in CI: fetch-depth: 0)"
        )
    # A link that the change broke is on any page: all are read, whatever is reported.
    request, troubles = make_request(setting._replace(arguments=(root,)), args, selection=selection, render=args.render)
    run = lint_since(request, commit, changes).after
    run = run._replace(troubles=(*troubles, *run.troubles))
    asked = [relative(root, path) for path in setting.arguments]
    if "" in asked:
        return run

    def is_asked(path: str) -> bool:
        return any(folder is not None and (path == folder or path.startswith(folder + "/")) for folder in asked)

    return run._replace(
        pages=tuple(page for page in run.pages if is_asked(page.path)),
        findings=tuple(finding for finding in run.findings if is_asked(finding.path)),
    )
