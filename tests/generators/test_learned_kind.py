"""Kinds inferred from pages: what most have is required, what is spelled alike is one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import yaml

from linter.generators.learned_kind import LearnedPage, learn_kind
from linter.kinds.load import load_kinds
from linter.parsing import parse
from tests.cli.run import run
from tests.conftest import lint_folder

Finder = Callable[[str], Path]
KNOWN = list(load_kinds([]).values())


def page(name: str, *titles: str, front: str = "") -> LearnedPage:
    body = "".join(f"## {title}\n\n1. Text of {title}.\n\n" for title in titles)
    return LearnedPage(f"{name}.md", parse(f"{front}# {name}\n\n{body}"))


def test_what_most_pages_have_is_required() -> None:
    front = "---\nteam: x\npriority: 1\nweight: 3\n---\n"
    pages = [page(f"p{n}", "1. Scenario", "Setup", "What we play", front=front) for n in range(9)]
    pages += [page("q", "Scenario", "Setups", "Cleaning up"), page("r", "Scenarios", "Setup", "Cleaning up")]
    learned = learn_kind("drill", pages, KNOWN)
    assert [(s["title"], s.get("required")) for s in learned["sections"]] == [
        ("Scenario", ["standard"]),
        ("Setup", ["standard"]),
        ("What we play", ["standard"]),
        ("Cleaning up", None),
    ]
    assert learned["front_matter"] == {
        "required": {"standard": ["priority", "team"]},
        "properties": {"priority": {"type": "integer"}, "team": {"type": "string"}},
    }
    assert learned["ordered"] is True
    assert learned["sections"][0]["content"] == {"list": True}


def test_synonyms_of_a_known_kind_are_one_section() -> None:
    pages = [page(f"p{n}", "Meaning", "Impact", "Diagnosis", "Mitigation") for n in range(7)]
    pages += [page(f"q{n}", "Overview", "Impact", "Troubleshooting", "Mitigaton") for n in range(1)]
    learned = learn_kind("runbook", pages, KNOWN)
    assert [s["title"] for s in learned["sections"]] == ["Meaning", "Impact", "Diagnosis", "Mitigation"]
    assert learned["sections"][0]["synonyms"] == ["Overview"]


def test_titles_side_by_side_are_two_sections() -> None:
    pages = [page(f"p{n}", "Summary", "Description", "Impact", "Mitigation") for n in range(3)]
    pages += [page(f"q{n}", "Summary", "Impact", "Remediation") for n in range(2)]
    learned = learn_kind("runbook", pages, KNOWN)
    assert [(s["title"], s.get("synonyms")) for s in learned["sections"]] == [
        ("Summary", None),
        ("Description", None),
        ("Impact", None),
        ("Mitigation", ["Remediation"]),
    ]
    # What a kind that ships says is to be written there is said for these, too.
    assert learned["sections"][2]["guidance"] == "Who and what suffers, and how badly."


def test_a_section_that_stands_anywhere_bends_the_order_of_no_page() -> None:
    pages = [page(f"p{n}", "Setup", "Play", "Notes", "Clean up") for n in range(2)]
    pages += [page("q", "Notes", "Setup", "Play", "Clean up")]
    pages += [page(f"r{n}", "Setup", "Play", "Clean up") for n in range(3)]
    learned = learn_kind("drill", pages, KNOWN)
    assert learned["ordered"] is True
    assert [s["title"] for s in learned["sections"] if s.get("anywhere")] == ["Notes"]


def test_a_page_without_a_first_level_heading_is_divided_below_its_title() -> None:
    pages = [LearnedPage(f"{n}.md", parse(f"## Drill {n}\n\n### Setup\n\nX.\n\n### Play\n\nX.\n")) for n in range(3)]
    assert [s["title"] for s in learn_kind("drill", pages, KNOWN)["sections"]] == ["Setup", "Play"]


def test_front_matter_that_every_kind_knows_stays_as_it_is() -> None:
    front = "---\nowner: x\naliases: [y]\nplayed: 2026-01-02\n---\n"
    learned = learn_kind("drill", [page(f"p{n}", "Setup", front=front) for n in range(3)], KNOWN)
    assert learned["front_matter"] == {
        "required": {"standard": ["aliases", "owner", "played"]},
        "properties": {"played": {"type": "string", "format": "date"}},
    }


def test_the_corpus_is_learned(corpus: Finder) -> None:
    expected = {
        ("openshift+runbooks", "alerts"): ["Meaning", "Impact", "Diagnosis", "Mitigation"],
        ("prometheus-operator+runbooks", "content"): ["Meaning", "Impact", "Diagnosis", "Mitigation"],
    }
    for (name, folder), titles in expected.items():
        done = run("learn", folder, "--kind", "learned", cwd=corpus(name))
        assert done.returncode == 0, done.stderr
        learned = yaml.safe_load(done.stdout)
        assert [s["title"] for s in learned["sections"] if "required" in s] == titles
        assert "pages fit `learned`" in done.stderr


def test_the_command_writes_a_kind_that_works(tmp_path: Path) -> None:
    for number in range(4):
        text = "# Drill\n\n## Scenario\n\nText.\n\n## Steps\n\nText.\n"
        (tmp_path / f"d{number}.md").write_text(text, encoding="utf-8")
    (tmp_path / "odd.md").write_text("# Odd\n\n## Steps\n\nText.\n\n## Scenario\n\nText.\n", encoding="utf-8")
    done = run("learn", ".", "--kind", "drill", "--write", "schemas/drill.yml", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "4 of 5 pages fit `drill` (80%)" in done.stderr
    assert "as in odd.md" in done.stderr
    assert "    synonyms: " not in (tmp_path / "schemas/drill.yml").read_text("utf-8")
    assert "  - id: scenario\n    title: Scenario\n    required: [standard]\n" in (
        tmp_path / "schemas/drill.yml"
    ).read_text("utf-8")
    each = run("learn", ".", "--kind", "again", "--misfits", cwd=tmp_path)
    assert "  odd.md: Steps stands before Scenario\n" in each.stderr
    (tmp_path / "runbook-linter.yml").write_text("schemas: [schemas]\n", encoding="utf-8")
    (tmp_path / "less.md").write_text("---\nkind: drill\n---\n# Less\n\n## Scenario\n\nText.\n", encoding="utf-8")
    assert [f.path for f in lint_folder(tmp_path, "S101").findings] == ["less.md"]
    for wrong, said in (
        ([".", "--kind", "Drill"], "write it in lower case"),
        ([".", "--kind", "drill", "--write", "schemas/drill.yml"], "is there already"),
        (["schemas", "--kind", "x"], "schemas: no page"),
    ):
        done = run("learn", *wrong, cwd=tmp_path)
        assert done.returncode == 2
        assert said in done.stderr
        assert done.stderr.count("\n") == 1
