"""How often the repair that a person made is what the linter suggests.

    python -m benchmarks.dead_link_repairs CASES.json --repository owner/name=GIT_DIR …
    python -m benchmarks.dead_link_repairs --mine owner/name=GIT_DIR > CASES.json

A case is a relative link that was dead before a commit and repaired by it: repository, commit, parent, file, line, the
dead target and the repaired one. Each is replayed: the parent is checked out, the file linted, and the suggestions are
compared with the repair, as paths.
"""

from __future__ import annotations

import argparse
import json
import os
import posixpath
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import unquote

_LINK = re.compile(r"\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\)")
_INDEXES = ("/index.md", "/README.md", "/readme.md", "/_index.md")


def main() -> None:
    """Print the share of repairs found, or the cases mined."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", nargs="?")
    parser.add_argument("--repository", action="append", default=[], metavar="NAME=GIT_DIR")
    parser.add_argument("--mine", metavar="NAME=GIT_DIR")
    parser.add_argument("--most", type=int, default=100, help="cases mined, three a commit at most")
    args = parser.parse_args()
    if args.mine:
        name, _, git_dir = args.mine.partition("=")
        print(json.dumps(list(mine(name, git_dir, args.most)), indent=1))
        return
    repositories = dict(entry.split("=", 1) for entry in args.repository)
    cases = [case for case in json.loads(Path(args.cases).read_text("utf-8")) if case["repository"] in repositories]
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for case in sorted(cases, key=lambda case: (case["repository"], case["parent"])):
            place, offered = replay(case, repositories[case["repository"]], Path(folder))
            counts[place] += 1
            if place != "1":
                print(f"{place:>9}  {case['repository']} {case['file']}: {case['dead']} -> {case['repaired']}")
                print(f"           {case['parent'][:12]} offered: {', '.join(offered) or 'nothing'}")
    total = sum(counts.values()) or 1
    first, three = counts["1"], counts["1"] + counts["2"] + counts["3"]
    print(f"{total} cases: reported {total - counts['unreported']}, first {first} ({first / total:.1%}),")
    print(f"among the first three {three} ({three / total:.1%})")


def replay(case: dict[str, Any], git_dir: str, folder: Path) -> tuple[str, list[str]]:
    """The place of the person's repair among the suggestions: 1, 2, 3, `none`, or `unreported`; and these."""
    tree = folder / f"{case['repository'].replace('/', '+')}-{case['parent'][:12]}"
    if not tree.exists():
        _git(git_dir, "worktree", "prune")
        _git(git_dir, "worktree", "add", "-f", "--no-checkout", "--detach", str(tree), case["parent"])
        _check_out(tree)
    command = [sys.executable, "-m", "linter", "check", "--select", "L101,L103", "--format", "json", case["file"]]
    done = subprocess.run(command, cwd=tree, capture_output=True, text=True, check=False)
    findings = json.loads(done.stdout)["findings"] if done.stdout else []
    base = posixpath.dirname(case["file"])
    wanted = _plain(base, case["repaired"])
    for finding in findings:
        # The same dead target is reported once a page.
        if _raw(tree, finding).startswith(case["dead"]):
            offered = finding.get("suggestions", [])
            for place, suggestion in enumerate(offered, 1):
                if _plain(base, suggestion) == wanted:
                    return str(place), offered
            return "none", offered
    return "unreported", []


def _check_out(tree: Path) -> None:
    """Write the files; where a copy of a repository lacks the content of some, they are empty."""
    for command in (["reset", "-q"], ["checkout-index", "-a", "-f", "-q"]):
        subprocess.run(["git", *command], cwd=tree, capture_output=True, check=False)
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=tree, capture_output=True, check=True).stdout
    for name in listed.split(b"\0"):
        path = tree / os.fsdecode(name)
        if name and not path.exists() and not path.is_symlink():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()


def _raw(tree: Path, finding: dict[str, Any]) -> str:
    lines = (tree / finding["path"]).read_text("utf-8", errors="replace").splitlines()
    return lines[finding["line"] - 1][finding["column"] - 1 :]


def _plain(base: str, target: str) -> str:
    """A target as a path from the root: no fragment, no extension of a page, a folder for its index page."""
    path = unquote(target.partition("#")[0].partition("?")[0])
    full = posixpath.normpath(posixpath.join(base, path)) if not path.startswith("/") else path.strip("/")
    for index in _INDEXES:
        full = full.removesuffix(index)
    return full.removesuffix(".md")


def mine(name: str, git_dir: str, most: int) -> Iterator[dict[str, Any]]:
    """Repairs in a repository's history: a target that was not there before a commit became one that is there."""
    log = _git(
        git_dir, "log", "--no-merges", "--format=%H %P", "-i", "--grep=link", "--grep=typo", "--grep=doc", "--", "*.md"
    )
    found = 0
    for line in log.splitlines():
        commit, _, parent = line.partition(" ")
        if not parent or " " in parent:
            continue
        for case in islice(_repairs_in(git_dir, commit, parent), 3):
            if found == most:
                return
            found += 1
            yield {"repository": name, "parent": parent, "commit": commit, **case}


def _repairs_in(git_dir: str, commit: str, parent: str) -> Iterator[dict[str, Any]]:
    diff = _git(git_dir, "diff", "-U0", "--no-renames", "--diff-filter=M", parent, commit, "--", "*.md")
    if len(diff) > 200_000:
        return
    before: set[str] | None = None
    file, old_line, removed, added = "", 0, [""], [""]
    removed.clear()
    added.clear()
    for line in [*diff.splitlines(), "@@ end"]:
        if line.startswith(("@@", "diff ")):
            if len(removed) == len(added):
                for at, (old, new) in enumerate(zip(removed, added, strict=True)):
                    pairs = list(zip(_LINK.findall(old), _LINK.findall(new), strict=False))
                    changed = [(dead, good) for dead, good in pairs if dead != good]
                    if len(changed) == 1 and len(_LINK.findall(old)) == len(_LINK.findall(new)):
                        dead, good = changed[0]
                        if _is_path(dead) and _is_path(good) and dead.partition("#")[0] != good.partition("#")[0]:
                            if before is None:
                                before = _files(git_dir, parent)
                            base = posixpath.dirname(file)
                            if not _there(base, dead, before) and _there(base, good, before):
                                yield {"file": file, "line": old_line + at, "dead": dead, "repaired": good}
            removed.clear()
            added.clear()
            hunk = re.match(r"@@ -(\d+)", line)
            old_line = int(hunk[1]) if hunk else 0
        elif line.startswith("+++ b/"):
            file = line[6:]
        elif line.startswith("-") and not line.startswith("---"):
            removed.append(line[1:])
        elif line.startswith("+") and not line.startswith("+++"):
            added.append(line[1:])


def _is_path(target: str) -> bool:
    return not re.match(r"[a-z][a-z0-9+.-]*:|//|#|.*[{}$]", target)


def _files(git_dir: str, revision: str) -> set[str]:
    files = set(_git(git_dir, "ls-tree", "-r", "--name-only", "-z", revision).split("\0"))
    return files | {folder for path in files for folder in _folders(path)}


def _folders(path: str) -> Iterator[str]:
    while path := posixpath.dirname(path):
        yield path


def _there(base: str, target: str, files: set[str]) -> bool:
    path = unquote(target.partition("#")[0].partition("?")[0])
    full = path.strip("/") if path.startswith("/") else posixpath.normpath(posixpath.join(base, path))
    if "mkdocs.yml" in files and path.startswith("/"):
        # What lies at the root of its server nobody here knows.
        return True
    if "mkdocs.yml" in files and not posixpath.splitext(full)[1]:
        # mkdocs publishes `a/b.md` at `a/b/`: a link may be written for that, and works.
        published = posixpath.normpath(posixpath.join(base, "x", path))
        if {f"{form}{end}" for form in (published, full) for end in (".md", *_INDEXES)} & files:
            return True
    return bool(full) and full.rstrip("/") in files


def _git(git_dir: str, *arguments: str) -> str:
    environment = {
        **os.environ,
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "core.quotepath",
        "GIT_CONFIG_VALUE_0": "off",
    }
    done = subprocess.run(["git", "--git-dir", git_dir, *arguments], capture_output=True, check=False, env=environment)
    return done.stdout.decode("utf-8", "replace")


if __name__ == "__main__":
    main()
