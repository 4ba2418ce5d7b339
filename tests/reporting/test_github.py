"""Workflow commands: read back as GitHub's runner reads them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from linter.reporting.github import escape_data, escape_property, github_report
from linter.reporting.selection import Shown, select
from linter.run import Run
from tests.conftest import lint_folder
from tests.reporting.conftest import NAME

Command = tuple[str, dict[str, str], str]


def read_command(line: str) -> Command:
    """A command as actions/runner parses it (ActionCommand.TryParseV2)."""
    assert line.startswith("::")
    end = line.index("::", 2)
    name, _, listed = line[2:end].partition(" ")
    properties = {}
    for one in listed.split(","):
        key, _, value = one.partition("=")
        properties[key] = unescape(value, property=True)
    return name, properties, unescape(line[end + 2 :], property=False)


def unescape(text: str, *, property: bool) -> str:
    more = {"%3A": ":", "%2C": ","} if property else {}
    for escaped, sign in {"%0D": "\r", "%0A": "\n", **more, "%25": "%"}.items():
        text = text.replace(escaped, sign)
    return text


@given(st.text(alphabet=st.sampled_from("%0A:,;=\r\n 3C25D]a\u2028é")), st.text())
def test_escaping_reads_back(one: str, other: str) -> None:
    for text in (one, other):
        line = f"::error file={escape_property(text)},title=x::{escape_data(text)}"
        assert "\n" not in line
        assert "\r" not in line
        assert read_command(line) == ("error", {"file": text, "title": "x"}, text)


def test_each_finding_is_one_command(hostile: tuple[Run, Shown]) -> None:
    run, shown = hostile
    commands = [read_command(line) for line in github_report(run, shown).split("\n")]
    levels = {"error": "error", "warning": "warning", "info": "notice"}
    new = [finding for finding in shown.findings if finding.state == "new"]
    said = {(name, about["file"], int(about["line"]), about["title"], text) for name, about, text in commands}
    assert said == {(levels[f.severity], f.path, f.position.line, f"{f.code} {f.name}", f.message) for f in new}
    assert any(about["file"] == NAME for _, about, _ in commands)
    for _, about, _ in commands:
        assert ("col" in about) == (about["line"] == about["endLine"])


def test_ten_of_each_level_and_how_many_more(knowledge_base: Callable[[Mapping[str, str]], Path]) -> None:
    links = "".join(f"[x](gone{number}.md)\n\n" for number in range(14))
    waste = "".join(f"## S{number}\n\n[y](#gone{number})\n\n" for number in range(11))
    root = knowledge_base({"a.md": f"# A\n\n{waste}", "b.md": f"# B\n\n{links}"})
    run = lint_folder(root, "dead-link", "dead-anchor")
    commands = [read_command(line) for line in github_report(run, select(run, "info")).split("\n")]
    assert [name for name, _, _ in commands] == ["error"] * 10 + ["warning"] * 10 + ["notice"]
    assert commands[-1][2].startswith("4 errors, 1 warning more")


def test_the_notice_of_more_is_itself_among_the_ten(hostile: tuple[Run, Shown]) -> None:
    run, shown = hostile
    one = next(finding for finding in shown.findings if finding.state == "new")._replace(severity="info")
    lines = github_report(run, shown._replace(findings=(one,) * 12)).split("\n")
    commands = [read_command(line) for line in lines]
    assert [name for name, _, _ in commands] == ["notice"] * 10
    assert commands[-1][2].startswith("3 notices more")
    assert len(github_report(run, shown._replace(findings=(one,) * 10)).split("\n")) == 10


def test_nothing_to_say(hostile: tuple[Run, Shown]) -> None:
    run, shown = hostile
    assert github_report(run, shown._replace(findings=())) == ""
