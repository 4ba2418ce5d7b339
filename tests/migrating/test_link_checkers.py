"""Regular expressions as globs, and what of link checkers' settings we have."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.migrating.link_checkers import as_globs, from_lychee, from_markdown_link_check

PIECES = st.sampled_from(["^", "$", "http", "https?", "://", "a\\.b", "/c", ".*", "\\?", "[0-9]", "(x|y)", "+", "/*"])
URL_PIECES = st.sampled_from(["http", "https", "://", "a.b", "axb", "/c", "?", "7", "x", "/", "z"])


@pytest.mark.parametrize(
    ("pattern", "globs"),
    [
        ("^https://example\\.com/", ["https://example.com/*"]),
        ("https://en.wikipedia", ["*https://en.wikipedia*"]),
        ("^https?://localhost", ["http://localhost*", "https://localhost*"]),
        ("^https://www.flaticon.com/*", ["https://www.flaticon.com*"]),
        ("^https://a\\.b/c$", ["https://a.b/c"]),
        ("search\\?q=.*", ["*search[?]q=*"]),
        ("^http(s)?://(?!github)", []),
        ("https?://localhost:\\d*/", []),
        ("gone|moved", []),
        ("[aeiou]", []),
        ("", []),
    ],
)
def test_what_globs_can_say(pattern: str, globs: list[str]) -> None:
    assert as_globs(pattern) == globs


@given(st.lists(PIECES, max_size=6).map("".join), st.lists(URL_PIECES, max_size=8).map("".join))
def test_a_glob_leaves_out_no_other_url(pattern: str, url: str) -> None:
    globs = as_globs(pattern)
    if globs and any(fnmatchcase(url, glob) for glob in globs):
        assert re.search(pattern, url)


def test_lychee() -> None:
    migration = from_lychee(
        {"exclude": ["^https://a\\.b/", "x|y"], "cache": True, "accept": [200, 429], "exclude_path": ["t"]}
    )
    assert migration.ignore == (("https://a.b/*", "left out for lychee too"),)
    assert migration.unmapped == (
        "exclude: `x|y` is no glob; put it into .lycheeignore, which is read here too",
        "cache: answers are always kept, in the user's cache folder",
        "accept: has no counterpart",
        "exclude_path: switch the link rules off for these with `overrides`",
    )


def test_markdown_link_check() -> None:
    values = {"ignorePatterns": [{"pattern": "^https://a\\.b"}, "odd"], "timeout": "20s", "httpHeaders": []}
    migration = from_markdown_link_check(values)
    assert migration.ignore == (("https://a.b*", "left out for markdown-link-check too"),)
    assert [line.split(":")[0] for line in migration.unmapped] == ["timeout", "httpHeaders"]
