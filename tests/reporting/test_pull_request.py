"""The comment in a pull request: what changed, and no word of a page outside of code."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from linter.config import ConfigError
from linter.reporting.pull_request import MARKER, MOST_CHARACTERS, as_code, pull_request_summary
from linter.reporting.sarif import sarif_report
from linter.reporting.selection import Shown, select
from linter.reporting.snapshot import Replacement, Reported, Snapshot, read_snapshot, take_snapshot
from linter.run import Run
from tests.cli.run import run
from tests.conftest import lint_folder

Writer = Callable[[Mapping[str, str]], Path]
NOTHING = Snapshot({}, {})


def outside_of_code(markdown: str) -> Iterator[Token]:
    """What a service may look for mentions and links in."""
    for token in MarkdownIt("commonmark", {"linkify": False}).enable("table").parse(markdown):
        for inner in token.children or [token]:
            if inner.type not in ("code_inline", "fence"):
                yield inner


def found(message: str, path: str = "a.md", lines: tuple[str, ...] = ()) -> Reported:
    change = Replacement(3, 3, lines, False) if lines else None
    return Reported(path, 3, "error", "L101", "dead-link", message, change)


SIGNS = st.text(alphabet=st.sampled_from("`@#<>&[]()!|*_\\~\n\r -=:/.a1\u2028\u202e"), max_size=25)


@given(SIGNS, SIGNS, st.lists(SIGNS.filter(lambda line: "\n" not in line and "\r" not in line), max_size=3))
def test_nothing_of_a_page_is_markdown(message: str, path: str, lines: list[str]) -> None:
    one = found(message, path, tuple(lines))
    comment = pull_request_summary(Snapshot({"b": one}, {}), Snapshot({"a": one}, {path: 50}))
    for token in outside_of_code(comment):
        assert token.type not in ("link_open", "image", "html_inline")
        assert not set(token.content) & set("@#<>[]!*_\\~") or token.content.strip() == MARKER
    fences = [t for t in MarkdownIt().parse(comment) if t.type == "fence"]
    assert len(fences) == (1 if lines else 0)
    shown = "\n".join("".join(c if c.isprintable() else "\ufffd" for c in line) for line in lines)
    assert [fence.content for fence in fences] == ([shown + "\n"] if lines else [])


@given(SIGNS)
def test_a_code_span_reads_back(text: str) -> None:
    (inline,) = (token for token in MarkdownIt().parse(f"x {as_code(text)} x") if token.type == "inline")
    codes = [child.content for child in inline.children or [] if child.type == "code_inline"]
    shown = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    assert [code.strip() for code in codes] == [shown]


def test_new_and_fixed_and_scores() -> None:
    before = Snapshot({"1": found("old"), "2": found("gone", "b.md")}, {"a.md": 90, "b.md": 70, "c.md": 80, "e.md": 1})
    after = Snapshot({"1": found("old"), "3": found("fresh")}, {"a.md": 80, "b.md": 75, "c.md": 80, "d.md": 100})
    comment = pull_request_summary(before, after)
    assert comment.startswith(f"{MARKER}\n\n**Runbooks: 1 new finding, 1 fixed**")
    assert "- error `dead-link` (L101) `a.md:3`: `fresh`" in comment
    assert "### Fixed\n\n- error `dead-link` (L101) `b.md:3`: `gone`\n" in comment
    assert "old" not in comment
    rows = [line for line in comment.splitlines() if line.startswith("| `")]
    assert rows == ["| `a.md` | 90 A | 80 B |", "| `b.md` | 70 C | 75 C |", "| `d.md` | – | 100 A |",
                    "| `e.md` | 1 F | – |"]  # fmt: skip


def test_nothing_changed() -> None:
    same = Snapshot({"1": found("old")}, {"a.md": 90})
    assert pull_request_summary(same, same) == ""
    assert pull_request_summary(NOTHING, NOTHING) == ""


def test_it_fits_into_a_comment() -> None:
    many = {str(number): found("x" * 5000, f"{'p' * 80}{number}.md", ("y" * 200,)) for number in range(2000)}
    scores = {f"{'p' * 80}{number}.md": 50.0 for number in range(2000)}
    for before, after in ((Snapshot({}, scores), Snapshot(many, {})), (Snapshot(many, scores), NOTHING)):
        comment = pull_request_summary(before, after)
        assert len(comment) < MOST_CHARACTERS + 1000
        assert "more" in comment
        assert sum(1 for token in MarkdownIt().parse(comment) if token.type == "fence") == comment.count(
            "```suggestion"
        )


def test_a_run_and_its_sarif_log_are_the_same(hostile: tuple[Run, Shown], tmp_path: Path) -> None:
    done, shown = hostile
    log = tmp_path / "log.sarif"
    log.write_text(sarif_report(done, shown), encoding="utf-8")
    taken = take_snapshot(done, shown)
    read = read_snapshot(log, "info")
    assert read.scores == taken.scores
    assert read.findings == {mark: one._replace(replacement=None) for mark, one in taken.findings.items()}
    assert pull_request_summary(read, taken) == ""
    errors = read_snapshot(log, "error").findings.values()
    assert {one.severity for one in errors} == {"error"}


def test_one_of_two_alike_is_suppressed(knowledge_base: Writer, tmp_path: Path) -> None:
    ignore = '<!-- runbook-linter: ignore[placeholder] reason="soon" -->'
    done = lint_folder(knowledge_base({"a.md": f"# A\n\n{ignore}\n\nTODO\n\nTODO\n"}), "placeholder")
    shown = select(done, "info")
    assert [finding.state for finding in shown.findings] == ["suppressed", "new"]
    log = tmp_path / "log.sarif"
    log.write_text(sarif_report(done, shown), encoding="utf-8")
    assert pull_request_summary(read_snapshot(log, "info"), take_snapshot(done, shown)) == ""


def test_replaced_lines_are_what_fix_writes(knowledge_base: Writer) -> None:
    text = "# A\r\n\r\n```bash\r\nkubectl logs pod a\r\nkubectl logs pod b\r\n```\r\n"
    root = knowledge_base({"a.md": text})
    done = lint_folder(root, "type-apart-from-name")
    comment = pull_request_summary(NOTHING, take_snapshot(done, select(done, "info")))
    assert "  Instead of line 4:\n\n  ```suggestion\n  kubectl logs pod/a\n  ```" in comment
    assert run("check", ".", "--fix", cwd=root).returncode in (0, 1)
    assert b"kubectl logs pod/a\r\n" in (root / "a.md").read_bytes()


def test_as_users_run_it(knowledge_base: Writer) -> None:
    root = knowledge_base({"a.md": "# A\n\n[x](gone.md)\n", "b.md": "# B\n\nText.\n"})
    assert run("check", ".", "--output", "sarif=before.sarif", "-q", cwd=root).returncode == 1
    arguments = ("check", ".", "--format", "markdown", "--compare-with", "before.sarif")
    same = run(*arguments, "--output", "markdown=comment.md", cwd=root)
    assert (same.returncode, same.stdout, same.stderr) == (1, "", "")
    assert (root / "comment.md").read_bytes() == b""
    (root / "a.md").write_text("# A\n\nText.\n", encoding="utf-8")
    (root / "b.md").write_text("# B\n\n[@everybody](gone@all.md)\n", encoding="utf-8")
    done = run(*arguments, "--output", "markdown=comment.md", cwd=root)
    assert done.stdout == (root / "comment.md").read_text(encoding="utf-8")
    assert "1 new finding, 1 fixed" in done.stdout
    assert "| `a.md` | 90 A | 100 A |" in done.stdout


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "log.sarif: cannot be read: No such file or directory"),
        ("{", "log.sarif:1:2: not valid JSON"),
        ("[]", "log.sarif:1:1: not a SARIF log of runbook-linter"),
        (json.dumps({"runs": [{"results": [{"partialFingerprints": {}}]}]}), "not a SARIF log of runbook-linter"),
        ("[" * 100_000, "log.sarif:1:1: nested too deeply"),
    ],
)
def test_a_report_that_is_none(text: str | None, said: str, tmp_path: Path) -> None:
    log = tmp_path / "log.sarif"
    if text is not None:
        log.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"log\.sarif") as caught:
        read_snapshot(log, "info")
    assert said in str(caught.value)


def test_markdown_needs_an_earlier_run(knowledge_base: Writer) -> None:
    root = knowledge_base({"a.md": "# A\n"})
    done = run("check", ".", "--format", "markdown", cwd=root)
    assert done.returncode == 2
    assert "--compare-with" in done.stderr
