"""For those who test rules of their own: pages that carry the findings they should give.

A page says at its end what is expected; one that says nothing must stay without findings:

    <!-- expect
    12:5 warning part of the message
    -->

YAML files (alert rules, incident records) say it in comments that begin with `# expect `.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from linter.config import Config, find_config
from linter.config_reader import read_config
from linter.engine import lint
from linter.levels import Selection
from linter.project.discovery import discover
from linter.registry import load_rules
from linter.rule_docs import examples
from linter.run import Request, Run

_EXPECT = re.compile(r"<!-- expect\n(.*?)-->", re.DOTALL)
_A_DAY = date(2026, 11, 23)


def wrong_cases(rule_file: str | Path, folder: str | Path, *, today: date = _A_DAY) -> list[str]:
    """What differs between the pages in `folder` and the findings of the rules in `rule_file`, one text each.

    The examples below `## Bad` and `## Good` in the file's docstring are tried as well. The folder is copied, so that
    no Git history and no configuration above it have a say; a configuration in it counts. Raises ConfigError for a
    rule file that cannot be loaded.
    """
    file = str(Path(rule_file).resolve())
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary) / "pages"
        shutil.copytree(folder, root)
        rules = load_rules(Config(rule_files=(file,)), root)
        names = [name for name in rules if name not in load_rules(Config(), root)]
        run = lint_folder(root, names, today=today, rule_files=(file,))
        wrong += [*run.troubles, *differences(run)]
        for name in names:
            for number, example in enumerate(examples(rules[name]), 1):
                place = Path(temporary) / f"{name}-{number}"
                for path, text in example.files.items():
                    (place / path).parent.mkdir(parents=True, exist_ok=True)
                    (place / path).write_text(text, encoding="utf-8")
                run = lint_folder(place, [name], today=today, rule_files=(file,))
                found = [finding.message for finding in run.findings if finding.name == name]
                if bool(found) != example.bad:
                    said = "a finding and has none" if example.bad else f"no finding and has `{found[0]}`"
                    wrong.append(f"{name}: example {number} should have {said}")
    return wrong


def lint_folder(
    folder: Path, select: Sequence[str], *, today: date, rule_files: Sequence[str] = (), render: bool = False
) -> Run:
    """Lint a folder as a knowledge base of its own, with `select` only these rules; `rule_files` are loaded too."""
    found = find_config(folder)
    config = read_config(found) if found and found.parent == folder else Config()
    config = config._replace(rule_files=(*config.rule_files, *rule_files))
    pages = discover(folder, [folder], config.exclude).pages
    return lint(Request(folder, config, pages, True, today, Selection(tuple(select)), render))


def differences(run: Run) -> Iterator[str]:
    """Each file of a run whose findings are not those that it says."""
    texts = {page.path: (run.root / page.path).read_text(encoding="utf-8") for page in run.pages}
    expected = {path: _expected_in_page(text) for path, text in texts.items()}
    in_yaml = {file.path: file.text for file in run.project.alert_files}
    in_yaml |= {file.path: file.text for file in run.project.incident_files}
    for path, text in in_yaml.items():
        expected[path] = [line[9:].strip() for line in text.splitlines() if line.startswith("# expect ")]
    for path, wanted in expected.items():
        found = [
            f"{f.position.line}:{f.position.column} {f.severity} {f.message}"
            for f in run.findings
            if f.path == path and f.state != "suppressed"
        ]
        if len(wanted) != len(found) or not all(map(_is_as_expected, wanted, found)):
            yield f"{path}\n  expected {wanted}\n  found    {found}"


def _expected_in_page(text: str) -> list[str]:
    block = _EXPECT.search(text)
    return [line.strip() for line in block[1].splitlines() if line.strip()] if block else []


def _is_as_expected(wanted: str, found: str) -> bool:
    """The same place and severity, and the words somewhere in the message."""
    place, severity, words = (*wanted.split(" ", 2), "")[:3]
    return found.startswith(f"{place} {severity} ") and words in found
