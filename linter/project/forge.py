"""Where a repository lies: on GitHub or on GitLab, each with a CI, and anchors of headings, of its own."""

from __future__ import annotations

import re
from pathlib import Path

from linter.project.git import run_git
from linter.project.root import git_top
from linter.project.tree import DiskTree, WalkedTree

_HOST = re.compile(r"^(?:\w+://)?(?:[^/@]*@)?([^/:]+)")


def forge_of(root: Path) -> str:
    """`github` or `gitlab`, as the host of the repository's remotes is called, else by its CI; empty where unknown."""
    urls = run_git(root, "config", "--get-regexp", r"^remote\..*\.url$") if git_top(root) else None
    # `remote.origin.url https://…`
    hosts = [_HOST.match(line.partition(" ")[2]) for line in (urls or b"").decode("utf-8", "replace").splitlines()]
    named = {forge for host in hosts if host for forge in ("github", "gitlab") if forge in host[1].casefold()}
    return named.pop() if len(named) == 1 else forge_by_ci(DiskTree(root))


def forge_by_ci(tree: WalkedTree) -> str:
    """`github` or `gitlab`, as the files of a tree are made for one of them; empty where for both, or for none."""
    on_github, on_gitlab = tree.is_dir(".github"), tree.is_file(".gitlab-ci.yml")
    if on_github == on_gitlab:
        return ""
    return "github" if on_github else "gitlab"
