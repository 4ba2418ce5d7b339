"""Sites of real knowledge bases count what the command line counts."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from tests.site.conftest import mkdocs

CONFIG = """site_name: Corpus
theme: {name: material, font: false, features: [navigation.prune]}
markdown_extensions: [admonition, attr_list, tables, pymdownx.superfences]
plugins: [search, runbook-linter]
"""


@pytest.mark.parametrize("name", ["openshift+runbooks", "dfds+postmortems"])
def test_dashboards_count_what_the_command_line_counts(
    tmp_path: Path, corpus: Callable[[str], Path], name: str
) -> None:
    base = tmp_path / "base"
    shutil.copytree(corpus(name), base / "docs", ignore=shutil.ignore_patterns(".git", ".github"))
    (base / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    done = mkdocs(base / "mkdocs.yml", tmp_path / "site", "-q")
    assert done.returncode == 0, done.stderr
    scores = (tmp_path / "site" / "dashboards" / "scores" / "index.html").read_text("utf-8")
    told = _json(base, "score", "docs")
    shown = {name: int(count) for name, count in re.findall(r'<th scope="row">([A-F])</th><td[^>]*>(\d+)</td>', scores)}
    assert shown == told["grades"]
    assert f">{told['mean']:g}</span>" in scores
    rows = _rows(scores, "pages")
    assert len(rows) == len(told["pages"])
    assert sorted(float(row[0]) for row in rows) == sorted(page["score"] for page in told["pages"])
    found = _json(base, "check", "docs", "--severity", "info")["findings"]
    counted: dict[tuple[str, str], int] = {}
    for finding in found:
        key = (finding["name"], finding["severity"])
        counted[key] = counted.get(key, 0) + 1
    assert {(row[0], row[1]): int(row[2]) for row in _rows(scores, "by-rule")} == counted
    if name == "openshift+runbooks":
        commands = (tmp_path / "site" / "dashboards" / "commands" / "index.html").read_text("utf-8")
        rows = [(row[0], row[2], int(row[3])) for row in _rows(commands, "commands")]
        used = _json(base, "commands", "docs")["commands"]
        assert sorted(rows) == sorted((row["command"], row["verdict"], row["uses"]) for row in used)
        assert ("oc top", "removed", 6) in rows
        assert rows[0][1] == "removed"


def _json(base: Path, command: str, *options: str) -> Any:
    done = subprocess.run(
        [sys.executable, "-m", "linter", command, "--format", "json", *options],
        cwd=base,
        capture_output=True,
        text=True,
        check=False,
    )
    return json.loads(done.stdout)


def _rows(html: str, heading: str) -> list[list[str]]:
    """The texts of a table's cells, by the heading it stands under."""
    table = html.split(f'<h2 id="{heading}">', 1)[1].split("</table>", 1)[0]
    body = table.split("<tbody>", 1)[1]
    return [
        [unescape(re.sub(r"<[^>]+>", "", cell)).strip() for cell in re.findall(r"<td[^>]*>(.*?)</td>", row)]
        for row in re.findall(r"<tr>(.*?)</tr>", body)
    ]
