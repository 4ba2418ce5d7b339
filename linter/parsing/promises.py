"""Times of recovery that a message promises, such as "fixed in ten minutes"."""

from __future__ import annotations

import re
from collections.abc import Iterator

_CLAUSE = re.compile(r"[^.!?;\n]+(?:[.!?;](?=\S)[^.!?;\n]+)*")
_NUMBER = (
    r"(?:an?|the|the next|one|two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty|thirty|forty(?:-five)?|sixty"
    r"|half an|a few|few|a couple of|\d{1,3}(?:\s?[-–]\s?\d{1,3})?)"
)
_DURATION = rf"{_NUMBER}(?:\s(?:more|few|couple of))?[\s-]?(?:seconds?|min(?:ute)?s?|hours?|hrs?|h|days?)\b"
_CLOCK = r"(?:\d{1,2}:\d{2}|\d{1,2}\s?(?:am|pm)\b|noon\b|midnight\b|tonight\b|tomorrow\b|the end of the day\b|eod\b)"
_ABOUT = r"(?:about|around|approximately|roughly|less than|under|at most|another|the next|next|~)?\s?"
_WHEN = re.compile(
    rf"\b(?P<lasting>in|within)\s{_ABOUT}{_DURATION}|\b(?:by|before|until|at|around)\s{_ABOUT}{_CLOCK}", re.IGNORECASE
)
_MENDED = re.compile(
    r"\b(?:fixed|resolved|restored|repaired|solved|mended|mitigated|sorted(?: out)?|recover(?:ed|y)?|resolve|restore"
    r"|resolution|(?<!get )(?<!report )(?<!come )back(?! (?:to you|in touch|with)\b)(?: up| online| to normal)?"
    r"|up (?:again|and running)|working again|operational|available again|normal)\b",
    re.IGNORECASE,
)
_PARTICIPLE = re.compile(
    r"\b(?:fixed|resolved|restored|repaired|solved|mended|sorted(?: out)?|back (?:up|online|to normal)|up (?:again"
    r"|and running)|working again)(?: again| fully| completely)?\s*$",
    re.IGNORECASE,
)
_FUTURE = re.compile(
    r"\b(?:will|shall|should|going to|expect\w*|anticipat\w*|estimat\w*|promis\w*|guarantee\w*)\b|['’]ll\b",
    re.IGNORECASE,
)
_PAST = re.compile(r"\b(?:was|were|been|got|had|took)\b", re.IGNORECASE)
# "not fixed in ten minutes", "we check whether it is fixed in ten minutes", "we tell you more in ten minutes".
_NO_PROMISE = re.compile(
    r"\b(?:not|never|cannot|no|unlikely|unable|whether|if|once|when|until|unless|after)\b|n['’]t\b", re.IGNORECASE
)
_OF_SOMETHING_ELSE = re.compile(
    r"\b(?:updat\w*|post|report|inform|tell|know|check|review|hear|message|call|meet\w*|more"
    r"|from|since|taken)\b",
    re.IGNORECASE,
)
# "resolved within ten minutes by restarting it" was.
_HOW_IT_WAS = re.compile(r"\s(?:by\s\w+ing|after|of)\b", re.IGNORECASE)
_ETA = re.compile(rf"\bETA\b[^.;!?\n]{{0,30}}?(?:{_DURATION}|{_CLOCK})", re.IGNORECASE)
_LOOK_BACK = 120


def promises_in(message: str, *, mended: bool = False) -> Iterator[str]:
    """The words that promise when it will be over, one at most in a clause.

    `mended` says that it works again, so that "fixed in ten minutes" tells of the past.
    """
    for found in _CLAUSE.finditer(message):
        words = _promise_in(found[0], mended)
        if words:
            yield words


def _promise_in(clause: str, mended: bool) -> str:
    for when in _WHEN.finditer(clause):
        # A window, so that a clause without an end takes no more than its length.
        start = max(when.start() - _LOOK_BACK, 0)
        before = clause[start : when.start()]
        if _NO_PROMISE.search(before):
            continue
        word = next(iter([*_MENDED.finditer(before)][-1:]), None)
        if word is None or _OF_SOMETHING_ELSE.search(before, word.end()):
            continue
        past = mended or _PAST.search(before) or _HOW_IT_WAS.match(clause, when.end())
        stated = when["lasting"] and _PARTICIPLE.search(before) and not past
        if stated or _FUTURE.search(before):
            return clause[start + word.start() : when.end()]
    eta = _ETA.search(clause)
    if eta and not _NO_PROMISE.search(clause, max(eta.start() - _LOOK_BACK, 0), eta.end()):
        return "" if _OF_SOMETHING_ELSE.search(eta[0]) else eta[0]
    return ""
