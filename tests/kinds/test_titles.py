"""Headings compared as readers compare them."""

from __future__ import annotations

import pytest

from linter.kinds.titles import bare_title, fold_title, is_near, split_title, title_parts
from tests.conftest import no_hang


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("ROOT CAUSE", "Root cause"),
        ("2.1 Root Causes:", "Root cause"),
        ("Step 3: Mitigation", "Mitigation"),
        ("IV. Timeline", "Timeline"),
        ("a) Timeline", "Timeline"),
        ("🚨 Impact", "Impact"),
        (":warning: Impact", "Impact"),
        ("1️⃣ Impact", "Impact"),
        ("Impact 🔥!", "Impact"),
        ("Root Cause(s)", "Root cause"),
        ("Mitigation (Linux) [draft]", "Mitigation"),
        ("How’d We Do?", "How'd we do?"),
        ("Mitigation & Resolution", "Mitigation and resolution"),
        ("Follow ups", "Follow-up"),
        ("Remedies", "Remedy"),
    ],
)
def test_these_are_one_title(heading: str, title: str) -> None:
    assert fold_title(heading) == fold_title(title)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Diagnosis", "Diagnosi"), ("Access", "Acces"), ("Impact", "Impact on users"), ("Status", "Statu")],
)
def test_these_are_two(one: str, other: str) -> None:
    assert fold_title(one) != fold_title(other)


def test_a_title_of_nothing_but_signs_folds_to_nothing() -> None:
    assert fold_title("???") == fold_title("") == ""
    assert title_parts("/ & /") == ()


def test_bare_title() -> None:
    assert bare_title("NodeDown [Deprecated]") == "NodeDown"
    assert bare_title("NodeDown (old) [Deprecated] ") == "NodeDown"
    assert bare_title("(all of it)") == "(all of it)"
    assert bare_title("odd)") == "odd)"


def test_split_title_keeps_every_character() -> None:
    for text in ("2. Tmieline:", "🚨 **Impact** (EU)", "Atendees", "", "…", "3"):
        assert "".join(split_title(text)) == text
    assert split_title("2. Tmieline:").core == "Tmieline"


def test_parts_of_joint_titles() -> None:
    assert title_parts("Root Causes and mitigation") == ("root cause", "mitigation")
    assert title_parts("Diagnosis/Mitigation") == ("diagnosis", "mitigation")
    assert title_parts("Understand") == ()


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("Atendees", "Attendees"),
        ("Tmieline", "Timeline"),
        ("Time line", "Timeline"),
        ("Mitgaton", "Mitgation"),
        ("Root casue", "Root cause"),
        ("Acton items", "Action items"),
        ("Contributng factor", "Contributing factors"),
    ],
)
def test_typos_are_near(wrong: str, right: str) -> None:
    assert is_near(fold_title(wrong), fold_title(right))


@pytest.mark.parametrize(
    ("other", "title"),
    [
        ("Alert", "Alerts"),
        ("Alerts rules", "Alert description"),
        ("Import", "Impact"),
        ("Nodes", "Notes"),
        ("Lines", "Links"),
        ("Deletion", "Detection"),
        ("Discovery", "Recovery"),
        ("Next stops", "Next steps"),
        ("New steps", "Next steps"),
        ("Used impact", "User impact"),
        ("Prescription", "Description"),
        ("Attendees", "Attendees"),
    ],
)
def test_other_words_are_not_near(other: str, title: str) -> None:
    assert not is_near(fold_title(other), fold_title(title))


@pytest.mark.parametrize(
    "text", ["1." * 20_000, "(" * 20_000 + ")" * 20_000, "a and " * 20_000, ":" * 20_000, "1" * 40_000]
)
def test_long_titles_take_no_time(text: str) -> None:
    with no_hang():
        fold_title(text)
        title_parts(text)
        is_near(fold_title(text), "attendee")
