"""The scores' dashboard with the past: what it says of the mean, of each page, and where nothing is known."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from linter.config import Config
from linter.engine import lint
from linter.project.discovery import discover
from linter.run import Request
from linter.site.as_html import parts_as_html
from linter.site.as_markdown import part_as_json, part_as_markdown
from linter.site.charts import line_chart, spark
from linter.site.dashboards.scores import Scores
from linter.site.knowledge_base import KnowledgeBase
from linter.site.parts import Curve, Spark, Table
from linter.site.past_scores import past_scores
from tests.conftest import TODAY
from tests.project.test_history import TEXT, Repository
from tests.site.conftest import knowledge_base, mkdocs
from tests.site.test_dashboards import NoLinks

POINTS = ((date(2026, 1, 5), 80.0), (date(2026, 1, 12), 95.0), (date(2026, 3, 1), 90.0))
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path / "repository")
    made.write("docs/old.md", f"# Old\n\nSee [b](b.md).\n\n{TEXT}")
    made.commit("2026-01-05")
    made.git("mv", "docs/old.md", "docs/new.md")
    made.commit("2026-01-12")
    made.write("docs/b.md", "# B\n")
    made.commit("2026-02-16")
    return made


def base_of(folder: Path, every: str | None = "week") -> KnowledgeBase:
    request = Request(folder, Config(), discover(folder, [folder], ()).pages, True, TODAY)
    return KnowledgeBase(lint(request), past_scores(request, "docs", every))


def table(base: KnowledgeBase, name: str) -> Table:
    return next(part for part in Scores().parts(base) if isinstance(part, Table) and part.name == name)


def test_the_mean_over_time_ends_with_today(repository: Repository) -> None:
    base = base_of(repository.folder)
    (curve,) = (part for part in Scores().parts(base) if isinstance(part, Curve))
    assert curve.points == (
        (date(2026, 1, 5), 90.0),
        (date(2026, 1, 12), 90.0),
        (date(2026, 2, 16), 100.0),
        (TODAY, 100.0),
    )
    rows = table(base, "by-commit").rows
    assert [row[:3] for row in rows] == [
        (date(2026, 2, 16), 100.0, 2),
        (date(2026, 1, 12), 90.0, 1),
        (date(2026, 1, 5), 90.0, 1),
    ]


def test_a_page_is_compared_with_itself_under_all_its_names(repository: Repository) -> None:
    pages = table(base_of(repository.folder), "pages")
    at = [column.key for column in pages.columns].index("change")
    found = {row[2].path: row[at] for row in pages.rows}  # type: ignore[union-attr]
    assert isinstance(found["docs/new.md"], Spark)
    assert found["docs/new.md"].change == 10.0
    assert found["docs/new.md"].said == "90 on 2026-01-05, 100 on 2026-11-23"


def test_a_page_of_today_has_no_past(repository: Repository) -> None:
    repository.write("docs/today.md", "# Today\n")
    repository.commit(TODAY.isoformat())
    pages = table(base_of(repository.folder), "pages")
    at = [column.key for column in pages.columns].index("change")
    found = {row[2].path: row[at] for row in pages.rows}  # type: ignore[union-attr]
    assert found["docs/today.md"] is None
    assert isinstance(found["docs/b.md"], Spark)


def test_who_does_not_ask_gets_none_of_it(repository: Repository) -> None:
    base = base_of(repository.folder, None)
    assert base.trend is None
    assert not [part for part in Scores().parts(base) if isinstance(part, Curve)]
    assert "change" not in [column.key for column in table(base, "pages").columns]


def test_a_shallow_clone_knows_nothing_and_says_so(repository: Repository, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", "--depth", "1", repository.folder.as_uri(), str(clone)], check=True)
    shown = parts_as_html(Scores().parts(base_of(clone)), NoLinks())
    assert "fetch-depth: 0" in shown
    assert "by-commit" not in shown


def test_the_line_has_a_title_a_description_and_a_table(repository: Repository) -> None:
    curve = Curve("trend", "Mean <score>", POINTS)
    picture = line_chart(curve, "trend", standalone=True)
    assert picture == line_chart(curve, "trend", standalone=True)
    root = ElementTree.fromstring(picture)
    assert root.get("role") == "img"
    assert root.find(f"{SVG}title").text == "Mean <score>"  # type: ignore[union-attr]
    said = "First: 80 on 2026-01-05; Lowest: 80 on 2026-01-05; Highest: 95 on 2026-01-12; Last: 90 on 2026-03-01"
    assert root.find(f"{SVG}desc").text == said  # type: ignore[union-attr]
    assert root.get("aria-labelledby") == "trend-title trend-desc"
    assert len(root.findall(f"{SVG}circle")) == 3
    assert "<th scope" in parts_as_html([curve], NoLinks())
    assert part_as_json(curve)["points"][1] == {"date": "2026-01-12", "score": 95.0}
    assert "| Highest | 95 | 2026-01-12 |" in part_as_markdown(curve, NoLinks())


def test_a_tenth_of_a_point_is_no_cliff() -> None:
    root = ElementTree.fromstring(spark(Spark(((date(2026, 1, 1), 98.4), (date(2026, 2, 1), 98.3)))))
    assert root.get("role") == "img"
    line = root.find("polyline")
    assert line is not None
    (_, first), (_, last) = (map(float, point.split(",")) for point in line.get("points", "").split())
    assert 0 < last - first < 1


def test_the_site_shows_the_past_where_it_is_asked_for(repository: Repository, tmp_path: Path) -> None:
    config = knowledge_base(repository.folder, {}, "runbook-linter: {score_history: month}")
    done = mkdocs(config, tmp_path / "site")
    assert done.returncode == 0, done.stderr
    shown = (tmp_path / "site" / "dashboards" / "scores" / "index.html").read_text(encoding="utf-8")
    assert "Mean score over time" in shown
    assert 'class="rl-spark"' in shown
    config = knowledge_base(repository.folder, {}, "runbook-linter: {score_history: often}")
    assert mkdocs(config, tmp_path / "site").returncode == 1
