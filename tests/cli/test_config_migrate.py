"""`config migrate` as users run it: what it writes is a configuration that works."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from linter.config_reader import read_config
from tests.cli.run import findings, run

Writer = Callable[[Mapping[str, str]], Path]
CLI2 = """// house rules
{
  "config": {
    "MD043": {"headings": ["# Title", "## Overview", "## Steps", "*"]}, /* all pages */
    "MD051": false,
  },
  "globs": ["docs/**/*.md"],
}
"""
LYCHEE = "exclude = ['^https://a\\.b/', 'x|y']\nmax_retries = 2\n"


def test_what_is_written_works(knowledge_base: Writer) -> None:
    page = "# A\n\n## Overview\n\nText.\n\n[x](#nowhere)\n\n## More\n\nText.\n\n## Else\n\nText.\n"
    root = knowledge_base({".markdownlint-cli2.jsonc": CLI2, "lychee.toml": LYCHEE, "docs/a.md": page})
    shown = run("config", "migrate", "--kind", "house", cwd=root)
    assert shown.returncode == 0
    assert sorted(path.name for path in root.iterdir()) == [".markdownlint-cli2.jsonc", "docs", "lychee.toml"]
    done = run("config", "migrate", "--kind", "house", "--write", cwd=root)
    assert (done.returncode, done.stdout) == (0, "")
    assert "lychee.toml: not taken over: max_retries: has no counterpart" in done.stderr.splitlines()
    for name in ("runbook-linter.yml", "schemas/house.yml"):
        assert f"# {name}\n{(root / name).read_text(encoding='utf-8')}" in shown.stdout
    config = read_config(root / "runbook-linter.yml")
    assert config.links.ignore == (("https://a.b/*", "left out for lychee too"),)
    report = run("check", ".", "--format", "json", cwd=root)
    assert [(f["name"], f["path"]) for f in findings(report)] == [("missing-section", "docs/a.md")]
    assert "Steps" in report.stdout
    again = run("config", "migrate", "--kind", "house", "--write", cwd=root)
    assert again.returncode == 2
    assert "runbook-linter.yml: is there already" in again.stderr


def test_each_file_by_its_name_or_content(knowledge_base: Writer) -> None:
    links = '{"ignorePatterns": [{"pattern": "^https://c\\\\.d"}]}\n'
    root = knowledge_base({".markdownlint.yaml": "MD034: true\n", "links.json": links})
    done = run("config", "migrate", ".markdownlint.yaml", "links.json", cwd=root)
    assert done.stdout == (
        "# runbook-linter.yml\n# From .markdownlint.yaml, links.json.\nrules:\n  bare-url: warning\nlinks:\n  ignore:\n"
        "  - url: https://c.d*\n    reason: left out for markdown-link-check too\n"
    )


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        (".markdownlint.json", "{\n  nope\n}\n", ".markdownlint.json:2:3: not valid JSON"),
        (".markdownlint.yaml", "a: [\n", ".markdownlint.yaml:2:1: not valid YAML"),
        ("lychee.toml", "exclude = \n", "lychee.toml:1:1: not usable: Invalid value"),
        (".markdownlint.cjs", "module.exports = {}\n", "only .json, .jsonc, .yaml, .yml, .toml can be read"),
        (".markdownlint.json", "[]", "a mapping of settings is missing"),
        (".markdownlint.json", "[" * 100_000, ".markdownlint.json:1:1: not usable"),
        ("gone/.markdownlint.json", None, "gone/.markdownlint.json: cannot be read: No such file"),
    ],
)
def test_bad_input_is_one_line(knowledge_base: Writer, name: str, text: str | None, said: str) -> None:
    root = knowledge_base({} if text is None else {name: text})
    done = run("config", "migrate", name, cwd=root)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_wrong_use(knowledge_base: Writer) -> None:
    root = knowledge_base({"a.md": "# A\n"})
    assert "no configuration to migrate here" in run("config", "migrate", cwd=root).stderr
    assert "`config` shows the settings for one PATH" in run("config", "a.md", "b.md", cwd=root).stderr
    assert "--write goes with `config migrate`" in run("config", "a.md", "--write", cwd=root).stderr
    assert run("config", "a.md", cwd=root).returncode == 0
