"""When an incident began, was noticed, taken up and over, as a timeline's rows say it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from linter.model.timeline import Milestone, TimelineRow

# Only what a row begins with counts, and a bare word only as a label: "Resolved: …", "**Detection:** …". "Started
# looking into it" and "Resolved the conflict" are things that somebody did.
_SUBJECT = (
    r"\W{0,4}(?:the )?(?:incident|outage|problem|issue|impact|disruption|degradation|service|user impact)\W{1,3}"
    r"(?:(?:is|was|were|has been|fully|declared|first)\W{1,2}){0,2}"
)
_AS_LABEL = r"\W{0,4}(?:%s)\W{0,3}(?:[:.(–—-]|\*\*|$)"
_ROOTS: Mapping[Milestone, str] = {
    "started": r"start(?:s|ed)?|began|begin(?:s|ning)?|onset",
    "detected": r"detect(?:s|ed|ion)|noticed|discovered",
    "acknowledged": r"acknowledge[sd]?|acked|acknowledgement",
    "mitigated": r"mitigate[sd]?|mitigation",
    "resolved": r"resolve[sd]?|resolution|recover(?:y|ed|s)|closed|over|ended",
}
_ALERT = r"|\W{0,4}(?:first |the )?(?:alert|monitor|alarm)s?(?: was| were)? (?:fired|fires|triggered|went off)\b"
_WORDS: Mapping[Milestone, re.Pattern[str]] = {
    name: re.compile(
        f"{_AS_LABEL % roots}|{_SUBJECT}(?:{roots})\\b{_ALERT if name == 'detected' else ''}", re.IGNORECASE
    )
    for name, roots in _ROOTS.items()
}


def milestones(rows: Sequence[TimelineRow]) -> dict[Milestone, list[datetime]]:
    """The instants of the rows that name each milestone, in order; an incident may have begun and ended twice."""
    found: dict[Milestone, list[datetime]] = {}
    for row in rows:
        if row.instant is None:
            continue
        for name, words in _WORDS.items():
            if words.match(row.event):
                found.setdefault(name, []).append(row.instant)
    return found
