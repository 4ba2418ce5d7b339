"""What a site answered."""

from __future__ import annotations

from typing import NamedTuple


class Answer(NamedTuple):
    """What came of asking. `status` is that of the last answer, 0 where there was none; `trouble` says why in words.

    `refused` is true where an address on the way may not be asked. `permanent` is true where each redirect was.
    `missing` are the anchors that the page has not. `fresh` is false for an answer of "not modified".
    """

    status: int = 0
    trouble: str = ""
    refused: bool = False
    no_such_host: bool = False
    final_url: str = ""
    permanent: bool = False
    missing: frozenset[str] = frozenset()
    likely_gone: bool = False
    etag: str = ""
    last_modified: str = ""
    fresh: bool = True
