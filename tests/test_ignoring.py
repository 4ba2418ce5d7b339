"""Suppressions that the linter writes: they hide what they name, and the page is the same for its readers."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import markdown
import pytest

from linter.cli.add_ignores import add_ignores
from linter.config import CONFIG_NAME, Config
from linter.config_reader import read_config
from linter.ignoring import is_harmless
from linter.levels import Selection
from linter.model.severity import Severity
from linter.project.discovery import discover
from linter.run import Request
from tests.cli.run import run
from tests.conftest import TODAY, lint_folder

Writer = Callable[[Mapping[str, str]], Path]
COMMENT = re.compile(r" ?<!-- runbook-linter: ignore.*?-->")
REASON = 'reason="known since 2026-11-23"'


def page_after(root: Path, *select: str, severity: Severity = "warning", reason: str = "known since 2026-11-23") -> str:
    config = read_config(root / CONFIG_NAME) if (root / CONFIG_NAME).exists() else Config()
    request = Request(root, config, discover(root, [root], ()).pages, True, TODAY, Selection(select))
    done = add_ignores(request, severity, reason, lambda run: run)
    assert done.run.troubles == ()
    return (root / "page.md").read_bytes().decode("utf-8")


def site(text: str) -> str:
    """As mkdocs renders it, the suppressions taken out."""
    html = markdown.markdown(text, extensions=["toc", "tables", "fenced_code", "admonition", "attr_list"])
    return "".join(COMMENT.sub("", html).split())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Text\n[x](gone.md).\n", "<!-- @[dead-link] -->\n\nText\n[x](gone.md).\n"),
        ("Text.\n## B\n\n[x](gone.md).\n", "Text.\n## B\n\n<!-- @[dead-link] -->\n\n[x](gone.md).\n"),
        ("- a\n- [x](gone.md)\n- c\n", "- a\n- [x](gone.md) <!-- @[dead-link] -->\n- c\n"),
        ("- a\n  [x](gone.md)  \n  b\n", "- a\n  [x](gone.md)  \n  b\n"),
        ("> [x](gone.md)\n", "> [x](gone.md) <!-- @[dead-link] -->\n"),
        ("!!! note\n    [x](gone.md)\n", "!!! note\n    [x](gone.md) <!-- @[dead-link] -->\n"),
        ("| a |\n| --- |\n| [x](gone.md) |\n", "<!-- @[dead-link] -->\n\n| a |\n| --- |\n| [x](gone.md) |\n"),
        (
            "```bash\nkubectl logs pod a\n```\n",
            "<!-- @[type-apart-from-name] -->\n\n```bash\nkubectl logs pod a\n```\n",
        ),
        (
            "- a\n\n  ```bash\n  kubectl logs pod a\n  ```\n",
            "- a\n\n  ```bash\n  kubectl logs pod a\n  ```\n",
        ),
        ("[x](gone.md) and [y](#gone)", "<!-- @[dead-link, dead-anchor] -->\n\n[x](gone.md) and [y](#gone)"),
    ],
)
def test_each_place(knowledge_base: Writer, before: str, after: str) -> None:
    root = knowledge_base({"page.md": f"# A\n\nText.\n\n{before}"})
    wanted = after.replace("@[", "runbook-linter: ignore[").replace("] -->", f"] {REASON} -->")
    code = "type-apart-from-name" if "kubectl" in before else "dead-link"
    whole = f"<!-- runbook-linter: ignore-file[{code}] {REASON} -->\n\n" if before == after else ""
    assert page_after(root) == f"# A\n\n{whole}Text.\n\n{wanted}"
    assert [finding.state for finding in lint_folder(root).findings] == ["suppressed"] * (2 if "#gone" in before else 1)


def test_titles_stay_titles(knowledge_base: Writer) -> None:
    text = "---\nkind: nonsense\ntitle: A\n---\n# [x](gone.md)\n\nText.\n"
    after = page_after(knowledge_base({"page.md": text}))
    assert after.startswith("---\nkind: nonsense\ntitle: A\n---\n# [x](gone.md)\n\n<!-- runbook-linter: ignore-file[")


def test_line_breaks_and_byte_order_mark_stay(knowledge_base: Writer) -> None:
    text = "\ufeff[x](gone.md)\r\n\r\n## B\r\n[y](gone.md#a)\r\n"
    after = page_after(knowledge_base({"page.md": text}))
    said = f"<!-- runbook-linter: ignore[dead-link] {REASON} -->\r\n\r\n"
    assert after == f"\ufeff{said}[x](gone.md)\r\n\r\n## B\r\n\r\n{said}[y](gone.md#a)\r\n"


def test_a_second_time_adds_to_the_first(knowledge_base: Writer) -> None:
    root = knowledge_base({"page.md": "# A\n\nText.\n\n[x](gone.md) and [y](#gone)\n"})
    page_after(root, "dead-anchor", reason="soon")
    after = page_after(root)
    assert re.findall(r"ignore\[(.*?)\] reason=\"(.*?)\"", after) == [
        ("dead-anchor", "soon"),
        ("dead-link", "known since 2026-11-23"),
    ]
    assert {finding.state for finding in lint_folder(root).findings} == {"suppressed"}
    assert page_after(root) == after


def test_a_code_span_over_two_lines_gets_no_comment_inside(knowledge_base: Writer) -> None:
    text = "# A\n\nText.\n\n- see [x](gone.md) `one\n  two`\n"
    after = page_after(knowledge_base({"page.md": text}))
    assert after == text.replace("Text.", f"<!-- runbook-linter: ignore-file[dead-link] {REASON} -->\n\nText.")


def test_yaml_keeps_its_values(knowledge_base: Writer) -> None:
    rules = "groups:\n- name: a\n  rules:\n  - alert: DiskFull\n    expr: |\n      up ==\n    for: 5m\n"
    config = "alerts: {rules: ['*.yaml']}\n"
    root = knowledge_base({"page.md": "# A\n", "rules.yaml": rules, "runbook-linter.yml": config})
    assert any(finding.path == "rules.yaml" for finding in lint_folder(root).findings)
    page_after(root, severity="info")
    after = (root / "rules.yaml").read_text(encoding="utf-8")
    assert is_harmless("rules.yaml", rules, after)
    assert "# runbook-linter: ignore" in after
    assert {finding.state for finding in lint_folder(root).findings} == {"suppressed"}


def test_a_comment_in_a_block_of_text_would_be_text() -> None:
    rules = "a:\n  b: |\n    one\n    two\n"
    assert not is_harmless("a.yaml", rules, rules.replace("    two", "    # runbook-linter: ignore[x]\n    two"))
    assert not is_harmless("a.json", "{}\n", "# runbook-linter: ignore[x]\n{}\n")


def test_what_cannot_be_suppressed_is_said_and_left(knowledge_base: Writer) -> None:
    text = "# Disk full\n\n## Overview\n\nThe disk is full.\n\n## Impact\n\nWrites fail.\n"
    root = knowledge_base({"DiskFull": text, "b.md": "# B\n\n[x](gone.md)\n"})
    done = run("check", ".", "--add-ignores", cwd=root)
    assert done.returncode == 2
    assert "DiskFull: no suppression could be written that hides page-without-extension" in done.stderr
    assert (root / "DiskFull").read_text(encoding="utf-8") == text
    assert "ignore[dead-link]" in (root / "b.md").read_text(encoding="utf-8")


def test_what_the_baseline_knows_gets_no_comment(knowledge_base: Writer) -> None:
    root = knowledge_base({"page.md": "# A\n\n[x](gone.md)\n", "runbook-linter.yml": "baseline: known.json\n"})
    assert run("check", ".", "--write-baseline", cwd=root).returncode == 0
    (root / "page.md").write_text("# A\n\n[x](gone.md)\n\n[y](lost.md)\n", encoding="utf-8")
    done = run("check", ".", "--add-ignores", cwd=root)
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "1 suppressed in 1 file")
    assert (root / "page.md").read_text(encoding="utf-8").startswith("# A\n\n[x](gone.md)\n\n<!-- runbook-linter")
    assert run("check", ".", "--add-ignores", "--fix", cwd=root).stderr.count("do not go together") == 1


@pytest.mark.parametrize("reason", ['a "b"', "a -- b", "a\nb", " "])
def test_reasons_that_no_comment_holds(knowledge_base: Writer, reason: str) -> None:
    root = knowledge_base({"page.md": "# A\n"})
    done = run("check", ".", "--add-ignores", "--reason", reason, cwd=root)
    assert (done.returncode, "--reason: a text on one line" in done.stderr) == (2, True)


def test_the_corpus_is_hidden_and_reads_the_same(corpus: Callable[[str], Path], tmp_path: Path) -> None:
    root = tmp_path / "pages"
    shutil.copytree(corpus("prometheus-operator+runbooks"), root)
    before = lint_folder(root)
    texts = {page.path: (root / page.path).read_bytes().decode("utf-8") for page in before.pages}
    run("check", ".", "--add-ignores", "--severity", "info", "-q", cwd=root)
    after = lint_folder(root)
    assert {f.name for f in after.findings if f.state == "new"} <= {"page-without-extension"}
    assert sum(f.state == "suppressed" for f in after.findings) >= len(before.findings) - 1
    for path, text in texts.items():
        now = (root / path).read_bytes().decode("utf-8")
        assert site(now) == site(text), path
