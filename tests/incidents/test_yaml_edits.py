"""An edit changes the value that was meant, and no other byte."""

from __future__ import annotations

import difflib
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from linter.incidents.yaml_edits import EditError, YamlText, render

# As people write: comments, odd indentation, quotes, flow style, empty values, a block of text.
BY_HAND = """\
# yaml-language-server: $schema=../../schemas/incident.schema.json

id:   INC-7      # ours
title: 'It''s "down"'
status: "investigating"
roles:   {incident_commander: Dana,   technical_leads: [ Mei ,  ], scribe: }
times:
      started: 2026-11-23T06:00:00Z   # guessed
      # nobody knows
      resolved:
links: ~   # none yet
impact: >-
  Customers
  cannot pay

updates:
-   time: 2026-11-23T06:14:00Z
    message: |
       First line

       third line
    # sent by hand
-   {time: 2026-11-23T06:20:00Z, message: "b"}   # short

# what happened
events: []
x-own: [1, yes, 0x1F, 1.5, "text", null]
"""


def _changed(before: str, after: str) -> tuple[list[str], list[str]]:
    """The lines that went, and those that came."""
    lines = list(difflib.ndiff(before.splitlines(keepends=True), after.splitlines(keepends=True)))
    return [line[2:] for line in lines if line[0] == "-"], [line[2:] for line in lines if line[0] == "+"]


@pytest.mark.parametrize(
    ("path", "value", "went", "came"),
    [
        (("status",), "resolved", 'status: "investigating"\n', "status: resolved\n"),
        (("id",), "INC-8", "id:   INC-7      # ours\n", "id:   INC-8      # ours\n"),
        (("times", "resolved"), "2026-11-23T07:00:00Z", "      resolved:\n", "      resolved: 2026-11-23T07:00:00Z\n"),
        (("times", "mitigated"), "2026-11-23T07:00:00Z", "", "      mitigated: 2026-11-23T07:00:00Z\n"),
        (("links", "ticket"), "OPS-1", "links: ~   # none yet\n", "links:   # none yet\n  ticket: OPS-1\n"),
        (("post_mortem",), "docs/a.md", "", "post_mortem: docs/a.md\n"),
        (("updates", 1, "channels"), {"slack": "1.2"}, None, '"b", channels: {slack: "1.2"}}   # short\n'),
        (("updates", 0, "channels", "slack"), "a", "", "    channels:\n      slack: a\n"),
        (("roles", "scribe"), "Ana", None, "scribe: Ana}\n"),
        (("x-own", 1), "no", None, 'x-own: [1, "no", 0x1F, 1.5, "text", null]\n'),
    ],
)
def test_a_value_is_set_in_its_place(path: tuple[str | int, ...], value: Any, went: str | None, came: str) -> None:
    after = YamlText(BY_HAND).with_value(path, value).text
    gone, new = _changed(BY_HAND, after)
    assert "".join(new).endswith(came)
    assert len(gone) == 1 if went is None else "".join(gone) == went
    found = YamlText(after).values
    for key in path:
        found = found[key]
    assert found == value


def test_items_are_added_in_the_style_of_the_last_one() -> None:
    after = YamlText(BY_HAND).with_items(("updates",), [{"time": "2026-11-23T06:30:00Z", "message": "c: d"}]).text
    assert _changed(BY_HAND, after) == (
        [],
        ['-   {time: 2026-11-23T06:30:00Z, message: "c: d"}\n'.replace("-   ", "- ")],
    )
    after = YamlText(BY_HAND).with_items(("events",), [{"time": "2026-11-23T06:30:00Z", "text": "Found"}]).text
    assert _changed(BY_HAND, after) == (
        ["events: []\n"],
        ["events:\n", "  - time: 2026-11-23T06:30:00Z\n", "    text: Found\n"],
    )
    after = YamlText(BY_HAND).with_items(("roles", "technical_leads"), ["Bo"]).text
    assert YamlText(after).values["roles"]["technical_leads"] == ["Mei", "Bo"]
    assert YamlText("a: 1\n").with_items(("events",), ["x"]).text == "a: 1\nevents: [x]\n"


def test_what_is_added_stands_before_an_empty_line() -> None:
    text = "a:\n  - b: |-\n      text\n\n# about c\nc: 1\n"
    assert YamlText(text).with_items(("a",), [{"b": "x"}]).text == text.replace("\n\n#", "\n  - b: x\n\n#")
    kept = text.replace("|-", "|+")
    assert YamlText(kept).with_items(("a",), [{"b": "x"}]).text == kept.replace("# about", "  - b: x\n# about")


@pytest.mark.parametrize(
    "text", ["a: |\n  foo", "a: |+\n  foo\n\n\n", "a: # c\n  - b\n", "a: b", "a:\n  b: c # d", "{a: b}"]
)
def test_what_ends_a_file_keeps_its_value(text: str) -> None:
    values = YamlText(text).values
    after = YamlText(text).with_value(("z",), "1\n2").text
    assert YamlText(after).values == {**values, "z": "1\n2"}
    assert after.endswith("\n") == text.endswith("\n")


@pytest.mark.parametrize(
    ("text", "path"),
    [("a: [1]\n", ("a", "b")), ("a: text\n", ("a", "b")), ("- 1\n", ("a",)), ("a: &x {b: 1}\nc: *x\n", ("c", "b"))],
)
def test_what_cannot_be_set_is_said(text: str, path: tuple[str | int, ...]) -> None:
    with pytest.raises(EditError):
        YamlText(text).with_value(path, "x")


@pytest.mark.parametrize("text", ["", "# only\n", "a: 1\n---\nb: 2\n", "a: &a [*a]\n"])
def test_no_single_document_is_refused(text: str) -> None:
    with pytest.raises(EditError):
        YamlText(text)


TEXTS = st.text(max_size=30) | st.sampled_from(["yes", "1_000", "12:30", "a: b", " x", "x ", "#a", "a #b", "- a", "~"])
SCALARS = (
    TEXTS.filter(lambda text: text.isascii() or text.encode("utf-8", "ignore").decode() == text)
    | st.integers(-1000, 10**6)
    | st.booleans()
    | st.none()
)
KEYS = st.text("abcdefgxyz-_", min_size=1, max_size=6)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=8
)
DOCUMENTS = st.dictionaries(KEYS, VALUES, min_size=1, max_size=5)


def _written(values: Any, options: dict[str, Any], breaks: str, comments: bool) -> str:
    """The text of another writer, in one of its styles, with comments beside what stands on a line of its own."""
    text: str = yaml.safe_dump(values, allow_unicode=True, **options)
    if comments:
        text = "".join(f"# between\n{line}" if line[:1].isalpha() else line for line in text.splitlines(keepends=True))
    return text.replace("\n", breaks)


@given(
    DOCUMENTS,
    st.fixed_dictionaries(
        {
            "default_flow_style": st.sampled_from([True, False, None]),
            "indent": st.integers(2, 7),
            "default_style": st.sampled_from([None, '"', "'"]),
            "width": st.sampled_from([20, 200]),
            "sort_keys": st.booleans(),
        }
    ),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
    st.booleans(),
    VALUES,
    st.data(),
)
def test_any_value_into_any_text(
    document: dict[str, Any],
    options: dict[str, Any],
    breaks: str,
    comments: bool,
    bare_end: bool,
    value: Any,
    data: st.DataObject,
) -> None:
    text = _written(document, options, breaks, comments)
    text = text.rstrip("\r\n") if bare_end else text
    before = YamlText(text).values
    key = data.draw(st.sampled_from([*before, "new"]))
    after = YamlText(text).with_value((key,), value).text
    assert YamlText(after).values == {**before, key: value}
    lists = [name for name, item in before.items() if isinstance(item, list)]
    name = data.draw(st.sampled_from([*lists, "more"]))
    after = YamlText(text).with_items((name,), [value]).text
    assert YamlText(after).values == {**before, name: [*before.get(name, []), value]}


@given(
    st.dictionaries(KEYS, SCALARS | st.lists(SCALARS, max_size=2), min_size=1, max_size=5),
    st.dictionaries(KEYS, VALUES, max_size=4),
    st.sampled_from([None, "'"]),
    st.data(),
)
def test_several_values_of_a_mapping_at_once(
    before: dict[str, Any], more: dict[str, Any], quotes: str | None, data: st.DataObject
) -> None:
    text = _written({"m": before, "z": 1}, {"default_style": quotes, "width": 200}, "\n", comments=True)
    before = YamlText(text).values["m"]
    changed = data.draw(st.lists(st.sampled_from([*before]), unique=True))
    value = {**before, **more, **{key: data.draw(SCALARS) for key in changed}}
    after = YamlText(text).with_value(("m",), value)
    assert after.values == {**YamlText(text).values, "m": value}
    if after.text.startswith("# between\nm:\n"):
        # A key whose value stays keeps its line, to the byte; to Python, 0 and False are equal.
        kept = [line for key in before if repr(value[key]) == repr(before[key]) for line in _lines_of(text, key)]
        assert not [line for line in kept if line not in after.text]


def _lines_of(text: str, key: str) -> list[str]:
    """The line that a key of the mapping begins, if it does."""
    return [line for line in text.splitlines(keepends=True) if line.lstrip(" ").startswith((f"{key}:", f"'{key}':"))]


@given(DOCUMENTS)
def test_what_is_rendered_is_read_as_it_was(document: dict[str, Any]) -> None:
    assert YamlText(render(document)).values == document
