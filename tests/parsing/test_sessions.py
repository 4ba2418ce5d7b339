"""Prompts, commands and output told apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.parsing.sessions import OUTPUT, prompts, typed


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("$ ls\na.txt\n$ pwd", "", "ls\npwd"),
        ("[root@db-1 ~]# df -h\nFilesystem", "", "df -h"),
        ("op@db-1:/var$ df -h\n/dev/sda1 99%", "console", "df -h"),
        ("sh-4.4# ls", "", "ls"),
        ("(venv) op@host:~$ pip list", "", "pip list"),
        ("$ curl \\\n  -s \\\n  localhost\n200", "", "curl \\\n  -s \\\n  localhost"),
        ("$ curl \\\n> -s localhost\n200", "", "curl \\\n-s localhost"),
        ("$ cat <<EOF\na\nEOF\na", "", "cat <<EOF\na\nEOF"),
        ("# systemctl restart x\nok", "console", "systemctl restart x"),
    ],
)
def test_what_is_typed(text: str, language: str, expected: str) -> None:
    assert typed(text, language) == expected


@pytest.mark.parametrize(
    "text",
    [
        "ls\npwd",
        "# a comment\nls",
        "echo $HOME",
        "$HOME/bin/x",
        "costs $ 5",
        "a > b",
        "- $ref: x",
        "select * from a where b@c",
    ],
)
def test_what_is_no_session(text: str) -> None:
    assert prompts(text, "bash") is None
    assert typed(text, "bash") == text


@given(st.text(alphabet="$# >\\<EOF\nabc@:~-[]()", max_size=200), st.sampled_from(["", "console", "bash"]))
def test_each_line_has_its_answer(text: str, language: str) -> None:
    cuts = prompts(text, language)
    if cuts is not None:
        assert len(cuts) == len(text.split("\n"))
        assert all(cut == OUTPUT or 0 <= cut <= len(line) for cut, line in zip(cuts, text.split("\n"), strict=True))
