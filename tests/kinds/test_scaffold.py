"""Any valid schema of a kind gives pages that match it, with nothing to mend but what a person must say."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from linter.generators.page import new_page
from linter.kinds.errors import SchemaError
from linter.kinds.load import build_kind
from linter.kinds.match import match
from linter.kinds.validate import validated
from linter.parsing import parse
from tests.conftest import lint_folder

IDS = st.from_regex(r"[a-z][a-z0-9]{0,6}(-[a-z0-9]{1,6}){0,2}", fullmatch=True)
_WORDS = (
    "Impact Diagnosis Recovery Plan Contacts Überblick 対応 Mitigations Roles Scope Access Budget Queue Cache Disk "
    "Node Region Signal Owner Backup Restore Failover Capacity Latency Errors Traffic Load who's what? C++ v1.2"
)
_MARKS = (
    "and or & 1. 2) `code` *bold* _under_ [link] <tag> # | 🚨 :fire: a/b (old) [new] e.g. ‹odd› \\ ~~~ ``` --- > - !"
)
MARKS = st.lists(st.sampled_from(_MARKS.split()), max_size=2)
TITLES = st.builds(
    lambda before, words, after: " ".join([*before, *words, *after]),
    MARKS,
    st.lists(st.sampled_from(_WORDS.split()), min_size=1, max_size=3),
    MARKS,
)
PROFILES = st.lists(IDS, min_size=1, max_size=3, unique=True)
CONTENT = st.fixed_dictionaries(
    {},
    optional={
        "code": st.booleans(),
        "list": st.booleans(),
        "link": st.booleans(),
        "table_columns": st.lists(TITLES, max_size=3),
        "words": st.integers(0, 60),
        "words_or_action": st.integers(0, 60),
    },
)
SCAFFOLDS = st.sampled_from(
    [
        "",
        "‹What?›",
        "Text.",
        "1. ‹First›\n2. ‹Second›\n",
        "| a | b |\n| --- | --- |\n| ‹x› | ‹y› |",
        "```sh\nls\n```",
        "Plain words of somebody, who has much to say and says it, in more words than a dozen, all of them plain ones.",
    ]
)
RULES = ("missing-section", "section-order", "empty-section", "unknown-section", "section-content", "title")


def sections(profiles: list[str], depth: int = 0) -> st.SearchStrategy[list[dict[str, Any]]]:
    optional: dict[str, st.SearchStrategy[Any]] = {
        "synonyms": st.lists(TITLES, max_size=2, unique=True),
        "required": st.lists(st.sampled_from(profiles), unique=True),
        "one_of": IDS,
        "requires_if": st.dictionaries(
            st.sampled_from(["severity", "service"]),
            st.lists(st.sampled_from(["P1", "x", 1, True]), min_size=1),
            min_size=1,
        ),
        "repeat": st.booleans(),
        "anywhere": st.booleans(),
        "content": CONTENT,
        "guidance": TITLES,
        "scaffold": SCAFFOLDS,
    }
    if depth < 2:
        optional["sections"] = st.deferred(lambda: sections(profiles, depth + 1))
    one = st.fixed_dictionaries({"id": IDS, "title": TITLES}, optional=optional)
    return st.lists(one, min_size=1, max_size=4)


@st.composite
def schemas(draw: st.DrawFn) -> dict[str, Any]:
    profiles = draw(PROFILES)
    keys = st.lists(st.sampled_from(["owner", "service", "severity", "priority", "team"]), unique=True)
    return {
        "kind": draw(IDS),
        "title": draw(TITLES),
        "profiles": profiles,
        "default_profile": draw(st.sampled_from(profiles)),
        "ordered": draw(st.booleans()),
        "strict": draw(st.booleans()),
        "severities": draw(
            st.dictionaries(
                st.sampled_from(profiles), st.dictionaries(st.sampled_from(RULES), st.just("error")), max_size=2
            )
        ),
        "front_matter": {
            "required": draw(st.dictionaries(st.sampled_from(profiles), keys)),
            "properties": {"priority": {"type": "integer"}, "team": {"enum": ["a", "b"]}},
        },
        "sections": draw(sections(profiles)),
    }


@settings(max_examples=50)
@given(schemas(), st.sampled_from([{}, {"severity": "P1"}, {"service": 1, "severity": "x"}]))
def test_any_kind_scaffolds_a_page_that_matches_it(data: dict[str, Any], known: dict[str, Any]) -> None:
    text = yaml.safe_dump(data, sort_keys=False, allow_unicode=True)
    try:
        kind = build_kind(validated(text, Path("kind.yml")), Path("kind.yml"))
    except SchemaError:
        return
    for profile in kind.profiles:
        page = new_page(kind, profile, "docs/disk-full.md", known, lambda path: None)
        document = parse(page)
        fit = match(document, kind, profile, document.front_matter.data)
        assert fit._replace(claims=()) == type(fit)(), page
    with TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "schemas").mkdir()
        (root / "schemas" / "kind.yml").write_text(text, encoding="utf-8")
        (root / "runbook-linter.yml").write_text("schemas: [schemas]\n", encoding="utf-8")
        for profile in kind.profiles:
            page = new_page(kind, profile, f"{profile}.md", known, lambda path: None)
            (root / f"{profile}.md").write_text(page, encoding="utf-8")
        run = lint_folder(root)
        assert not run.troubles
        wrong = [finding for finding in run.findings if finding.severity != "info" and finding.code != "W101"]
        assert not wrong, (wrong, [path.read_text("utf-8") for path in root.glob("*.md")])
