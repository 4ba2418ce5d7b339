"""How a page fits its kind: claims, missing, order, repeats, near misses, nested sections."""

from __future__ import annotations

from pathlib import Path

import pytest

from linter.kinds.load import build_kind, load_kinds
from linter.kinds.match import match
from linter.model.kind import Kind, Match
from linter.parsing import parse

KINDS = load_kinds()

NESTED = {
    "kind": "plan",
    "title": "Plan",
    "profiles": ["p"],
    "default_profile": "p",
    "sections": [
        {"id": "risk", "title": "Risk", "requires_if": {"severity": ["P0", 1]}},
        {"id": "act", "title": "Act", "sections": [
            {"id": "contain", "title": "Contain", "required": ["p"]},
            {"id": "eradicate", "title": "Eradicate", "required": ["p"]},
        ]},
        {"id": "close", "title": "Close", "one_of": "end", "required": ["p"]},
        {"id": "hand-over", "title": "Hand over", "one_of": "end"},
    ],
}  # fmt: skip


def matched(kind: Kind, *headings: str, profile: str = "", **data: object) -> Match:
    text = "".join(f"{heading}\n\nText.\n\n" for heading in headings)
    return match(parse(text), kind, profile or kind.default_profile, data)


def claims(found: Match) -> list[tuple[str, str]]:
    return [(claim.spec.id, claim.section.title) for claim in found.claims]


def missing(found: Match) -> list[str]:
    return ["/".join(spec.id for spec in group) for group in found.missing]


def test_a_good_page() -> None:
    found = matched(KINDS["runbook"], "# A", "## Meaning", "## Impact", "## Diagnosis", "## Mitigation")
    assert [spec for spec, _ in claims(found)] == ["overview", "impact", "diagnosis", "mitigation"]
    assert found[1:] == ((), (), (), (), ())


def test_the_title_claims_nothing() -> None:
    assert claims(matched(KINDS["runbook"], "# Rollback", "## Impact")) == [("impact", "Impact")]
    assert claims(matched(KINDS["runbook"], "# Meaning", "# Impact")) == [("overview", "Meaning"), ("impact", "Impact")]
    found = matched(KINDS["post-mortem"], "# It was down", "## Summary", "# Stats")
    assert claims(found) == [("summary", "Summary"), ("metrics", "Stats")]


def test_one_heading_claims_two_sections() -> None:
    found = matched(KINDS["runbook"], "# A", "## Diagnosis and mitigation")
    assert claims(found) == [
        ("diagnosis", "Diagnosis and mitigation"),
        ("mitigation", "Diagnosis and mitigation"),
    ]
    assert claims(matched(KINDS["runbook"], "# A", "## Impact and prevention")) == []


def test_headings_inside_a_section_come_second() -> None:
    found = matched(KINDS["runbook"], "# A", "## Mitigation", "### Recovery", "### Rollback", "#### Undo", "## Impact")
    assert claims(found) == [("mitigation", "Mitigation"), ("rollback", "Rollback"), ("impact", "Impact")]


def test_several_alerts_on_a_page() -> None:
    one = ("### Meaning", "### Impact", "### Diagnosis", "### Mitigation")
    found = matched(KINDS["runbook"], "# Ceph", "## OSDDown", *one, "## MonDown", *one)
    assert len(found.claims) == 8
    assert not found.repeated
    assert not found.misplaced
    assert not found.unknown


def test_repeats() -> None:
    found = matched(KINDS["runbook"], "# A", "## Impact", "## User impact", "## Notes", "## Links")
    assert [claim.section.title for claim in found.repeated] == ["User impact"]


def test_missing_by_profile_group_and_front_matter() -> None:
    runbook = KINDS["runbook"]
    assert missing(matched(runbook, "# A", "## Impact")) == ["overview", "diagnosis", "mitigation"]
    assert "rollback" in missing(matched(runbook, "# A", profile="full"))
    post_mortem = KINDS["post-mortem"]
    assert "root-cause/contributing-factors" in missing(matched(post_mortem, "# A"))
    assert missing(matched(post_mortem, "# A", "## Summary", "## Timeline", "## Fault", "## Next steps")) == []
    plan = build_kind(NESTED, Path("plan.yml"))
    assert missing(matched(plan)) == ["close/hand-over"]
    assert missing(matched(plan, severity="P0")) == ["risk", "close/hand-over"]
    assert missing(matched(plan, severity=1)) == ["risk", "close/hand-over"]
    assert missing(matched(plan, severity="P3")) == ["close/hand-over"]


def test_nested_sections() -> None:
    plan = build_kind(NESTED, Path("plan.yml"))
    found = matched(plan, "# P", "## Act", "### Eradicate", "### Contian", "## Close", "## Contain")
    assert claims(found) == [("act", "Act"), ("close", "Close"), ("eradicate", "Eradicate")]
    assert missing(found) == ["contain"]
    assert [near.title for near in found.near_misses] == ["Contain"]
    assert [section.title for section in found.unknown] == ["Contain"]
    found = matched(plan, "# P", "## Act", "### Eradicate", "### Contain", "## Close")
    assert [(m.claim.spec.id, m.side, m.other.spec.id) for m in found.misplaced] in (
        [("contain", "before", "eradicate")],
        [("eradicate", "after", "contain")],
    )


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("Meaning Impact Diagnosis Mitigation", []),
        ("Mitigation Meaning Impact Diagnosis", [("Mitigation", "after", "Diagnosis")]),
        ("Impact Diagnosis Mitigation Meaning", [("Meaning", "before", "Impact")]),
        (
            "Rollback Impact Diagnosis Mitigation Meaning",
            [("Rollback", "after", "Mitigation"), ("Meaning", "before", "Impact")],
        ),
        ("Links Meaning Impact", []),
    ],
)
def test_order(order: str, expected: list[tuple[str, str, str]]) -> None:
    found = matched(KINDS["runbook"], "# A", *(f"## {title}" for title in order.split()))
    assert [(m.claim.section.title, m.side, m.other.section.title) for m in found.misplaced] == expected


def test_near_misses_are_no_matches() -> None:
    found = matched(KINDS["post-mortem"], "# A", "## Timeline", "## Atendees", "## Alerts")
    assert [(near.section.title, near.title, near.spec.id) for near in found.near_misses] == [
        ("Atendees", "Attendees", "responders")
    ]
    assert [section.title for section in found.unknown] == ["Alerts"]
    assert claims(found) == [("timeline", "Timeline")]


def test_no_headings() -> None:
    assert claims(matched(KINDS["runbook"])) == []
    assert len(matched(KINDS["runbook"]).missing) == 4
