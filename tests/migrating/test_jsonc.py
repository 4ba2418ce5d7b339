"""JSON with comments and trailing commas."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.migrating.jsonc import read_jsonc

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(alphabet=st.sampled_from('a"\\/*,]}\n é')),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
)


@given(VALUES)
def test_plain_json_is_the_same(value: Any) -> None:
    assert read_jsonc(json.dumps(value, ensure_ascii=False, indent=1)) == value


def test_comments_and_trailing_commas() -> None:
    text = '\ufeff// top\n{"a": [1, 2, /* , ] */ ], // "b": 1\n "c": "// no, }", "d": {"e": 1,\n },\n}\n'
    assert read_jsonc(text) == {"a": [1, 2], "c": "// no, }", "d": {"e": 1}}


@pytest.mark.parametrize(("text", "line", "column"), [('{\n /* a\n b */ "a": x}', 3, 12), ('{"a": "b', 1, 7)])
def test_errors_have_their_place(text: str, line: int, column: int) -> None:
    with pytest.raises(json.JSONDecodeError) as caught:
        read_jsonc(text)
    assert (caught.value.lineno, caught.value.colno) == (line, column)


def test_hostile_text_is_read_once() -> None:
    for text in ('\\"' * 200_000, "/*" * 200_000, ", " * 200_000, '"\\' * 200_000):
        with pytest.raises(ValueError, match=r".+"):
            read_jsonc(text)
