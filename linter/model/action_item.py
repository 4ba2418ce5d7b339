"""What a post-mortem promises to change."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from linter.model.span import Span


class ActionItem(NamedTuple):
    """One action item, as it is written. Empty and None where the page does not say.

    `owner` is a person or team, `due` a day, `link` the ticket's URL or key, `status` a word such as `done`; `done` is
    true where that word, a ticked box or struck text says that nothing is left to do. `span` is the place of its text.
    """

    text: str
    span: Span
    owner: str = ""
    due: date | None = None
    link: str = ""
    status: str = ""
    done: bool = False
