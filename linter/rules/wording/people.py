"""Who in a sentence is a person: by the page's own lists, by address, by given name or by role."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from linter.model.document import Section
from linter.model.page import Page
from linter.model.severity import Severity
from linter.rules.wording.lexicon import given_names, lexicon
from linter.rules.wording.prose_sentences import Word

_PEOPLE_KEYS = (
    "owner", "author", "authors", "lead", "incident_commander", "commander", "communications_lead", "scribe",
    "responders", "participants", "attendees", "people", "facilitator", "roles",
)  # fmt: skip
_NAME = re.compile(r"[^\W\d_][\w'’-]{1,30}(?: [^\W\d_][\w'’.-]{0,30}){0,3}")
_INITIALS = re.compile(r"[A-Z]{2,4}")


class Person(NamedTuple):
    """A person named in words `[start, end)` of a sentence.

    `level` is how sure that is: error for those on a list or with an address, warning for a given name, info for a
    role; None for a capitalised word that only the configuration could know. `is_shaky` marks the roles that are
    names of software as well (the operator), `is_possessive` a name with `'s`.
    """

    name: str
    start: int
    end: int
    level: Severity | None
    is_shaky: bool = False
    is_possessive: bool = False


def roster(page: Page) -> frozenset[str]:
    """The people the page itself lists: among its responders and in its front matter; first names as well."""
    entries = list(_names_in(page.data))
    for claim in page.claims("responders"):
        entries += _listed(page, claim.section)
    found: set[str] = set()
    for entry in entries:
        found |= known_as(entry)
    return frozenset(found)


def known_as(entry: str) -> set[str]:
    """The names by which a sentence may call a person listed as `Ana Lopez (IC)`; none for a team or a system."""
    entry = entry.strip().lstrip("-*• \t").strip("*_ ")
    if _INITIALS.fullmatch(entry):
        return set() if entry in lexicon("people")["not initials"] else {entry}
    match = _NAME.match(entry)
    if not match:
        return set()
    words = match[0].split()
    if not all(word[0].isupper() for word in words) and words[0][0].isupper():
        words = words[:1]
    apart = lexicon("people")["not a person"]
    if not words[0][0].isupper() or any(word.lower().rstrip("s'’") in apart or word.lower() in apart for word in words):
        return set()
    # A single word may be a team or a service: only a given name is surely a person.
    if len(words) == 1:
        return {words[0]} if words[0] in given_names() or len(entry) == len(words[0]) else set()
    return {" ".join(words), words[0]}


def people_in(words: Sequence[Word], text: str, listed: frozenset[str]) -> Iterator[Person]:
    """The people in a sentence, in order. `text` is the page's."""
    at = 0
    while at < len(words):
        person = _person_at(words, at, text, listed)
        if person:
            yield person
            at = person.end
        else:
            at += 1


def _person_at(words: Sequence[Word], at: int, text: str, listed: frozenset[str]) -> Person | None:
    word = words[at]
    if "@" in word.text:
        return _by_address(word, at, text)
    if word.text[0].isupper() and word.lower not in lexicon("people")["stand alone"]:
        return _by_name(words, at, listed)
    return _by_role(words, at)


def _by_address(word: Word, at: int, text: str) -> Person | None:
    name, _, host = word.lower.removesuffix("'s").partition("@")
    owned = word.lower.endswith("'s")
    if not name:
        apart = lexicon("people")
        is_team = any(part in apart["not a person"] or part in apart["not a handle"] for part in host.split("-"))
        # `@acme/storage` is a team or a package, `@angular` beside a slash or in code as well.
        if is_team or text[word.span.end : word.span.end + 1] in ("/", "@") or not host[0].isalpha() or len(host) < 2:
            return None
        return Person(word.text, at, at + 1, "error", is_possessive=owned)
    local = re.split(r"[.+_-]", name)
    if "." not in host or any(part in lexicon("people")["role addresses"] for part in (name, *local)):
        return None
    return Person(word.text, at, at + 1, "error", is_possessive=owned)


def _by_name(words: Sequence[Word], at: int, listed: frozenset[str]) -> Person | None:
    end = at + 1
    while end < len(words) and end < at + 3 and _is_capitalised(words[end]) and not _is_owner(words[end - 1]):
        end += 1
    first = _bare(words[at])
    if at and words[at - 1].lower in lexicon("people")["not before a name"]:
        return None
    level: Severity | None = None
    for last in range(end, at, -1):
        if " ".join(_bare(word) for word in words[at:last]) in listed:
            level = "error"
            break
    if level is None and first in given_names():
        level = "warning"
    # "Because Daniel": the name begins at the next word.
    if level is None and end > at + 1 and (_bare(words[at + 1]) in given_names() or _bare(words[at + 1]) in listed):
        return None
    # "Maria DB", "Victoria Metrics Operator": a name with a word of technology behind it is no person.
    if level != "error" and any(_bare(word).lower() in lexicon("people")["not a person"] for word in words[at:end]):
        return None
    name = " ".join(_bare(word) for word in words[at:end])
    return Person(name, at, end, level, is_possessive=_is_owner(words[end - 1]))


def _by_role(words: Sequence[Word], at: int) -> Person | None:
    word = words[at]
    roles = lexicon("people")
    bare = word.lower.removesuffix("'s")
    shaky = bare in roles["roles and systems"]
    if not shaky and bare not in roles["roles"]:
        return None
    if bare not in roles["stand alone"] and not any(
        before.lower in roles["determiners"] for before in words[max(at - 4, 0) : at]
    ):
        return None
    if shaky and at + 1 < len(words) and words[at + 1].lower in roles["roles"]:
        return None
    return Person(word.text, at, at + 1, "info", is_shaky=shaky, is_possessive=_is_owner(word))


def _is_capitalised(word: Word) -> bool:
    return word.text[0].isupper() and word.text[1:2].islower()


def _is_owner(word: Word) -> bool:
    return word.lower.endswith(("'s", "s'"))


def _bare(word: Word) -> str:
    return word.text.replace("’", "'").removesuffix("'s").rstrip("'")


def _listed(page: Page, section: Section) -> Iterator[str]:
    part = page.within(section.content)
    for found in part.lists:
        for item in found.items:
            yield from page.prose[item.text_span.start : item.text_span.end].split(",")
    for table in part.tables:
        for row in table.rows:
            for cell in row:
                yield cell.text
    if not part.lists and not part.tables:
        yield from part.prose.replace("\n", ",").split(",")


def _names_in(data: Any) -> Iterator[str]:
    for key in _PEOPLE_KEYS:
        value = data.get(key)
        values = value.values() if isinstance(value, dict) else value if isinstance(value, list) else [value]
        yield from (entry for entry in values if isinstance(entry, str))
