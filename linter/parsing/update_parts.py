"""What an update has to say, and which of it a message leaves out."""

from __future__ import annotations

import re

from linter.model.incident import ENDED, IncidentRecord, Update

# Only English is understood; of another language nothing is said. Words that other languages have too do not count.
_ENGLISH = re.compile(
    r"\b(?:the|is|are|we|we['’](?:re|ve)|it|it['’]s|of|and|has|have|been|our|with|still|looking|working|something"
    r"(?:['’]s)?|there|they|this|that)\b",
    re.IGNORECASE,
)
_FILLER = re.compile(
    r"\b(?:looking into|look into|working on|work on|on|checking|aware of)\s(?:it|this|that|things?"
    r"|the (?:issue|problem|situation|matter))\b|\bstay tuned\b|\bmore (?:soon|later)\b|\bstanding by\b",
    re.IGNORECASE,
)
_NO_ACTION = (
    "anything|being|building|bring|during|evening|everything|existing|failing(?! over)|following|king|meaning|missing"
    "|morning|nothing|ongoing|operating|outstanding|pending|ring|setting|something|spring|string|thing|warning|willing|timing"
    "|looking|working|happening|going|having|using|affecting|experiencing|causing|returning|seeing"
)
_ACTION = re.compile(
    rf"\b(?!(?:{_NO_ACTION})\b)[a-z-]{{2,20}}ing\b"
    r"|\b(?:rolled|restart(?:ed|s)?|deployed|replaced|reverted|scaled|restored|blocked|moved|escalated|identified|found"
    r"|paged|mitigated|fixed|confirmed|applied|disabled|enabled|switched|added|removed|renewed|isolated|opened"
    r"|failed over|resolved|recovered|declared|investigat\w+|search(?:es)?|debugs?|tests?|analys\w+)\b",
    re.IGNORECASE,
)
_IMPACT = re.compile(
    r"\b(?:customers?|users?|clients?|readers?|visitors?|requests?|orders?|payments?|log-?ins?|fail\w*|errors?"
    r"|slow\w*|unavailable|down|unreachable|can(?:no|['’])t|cannot|degrad\w*|latency|outage|delay\w*|lost|loss|time-?outs?"
    r"|timing out|affect\w*|impact\w*|interrupt\w*|disrupt\w*|stale|missing|partial\w*|works?|succeed\w*"
    r"|as usual|recovered)\b|\d\s?%",
    re.IGNORECASE,
)
_NEXT = re.compile(
    r"\b\d{1,2}[:.]\d{2}\b|\bnext update\b|\bin (?:about |an? |the next )?(?:\w+ )?(?:minutes?|min|hours?|h)\b"
    r"|\bwithin the (?:next )?hour\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[A-Za-z][A-Za-z-]{3,}")
_NO_SUBJECT = re.compile(
    r"about|again|aware|been|being|brok(?:en?)|check(?:ing)?|currently|experiencing|from|going|having|here|issues?|just"
    r"|know|looking|more|once|problems?|seeing|something|some|soon|stay|still|stuff|team|that|there|they|things?|this"
    r"|tuned|unknown|updates?|what|when|will|with|work(?:ing)?|wrong",
    re.IGNORECASE,
)


def missing_parts(record: IncidentRecord, update: Update) -> list[str]:
    """What a reader of the update does not learn, in words; what the record says is sent along and counts."""
    message = update.message
    if not _ENGLISH.search(message):
        return []
    said = f"{message}\n{record.title}\n{record.impact}"
    missing = []
    if not record.services and not _names_something(message):
        missing.append("what is affected")
    if not record.impact and not _IMPACT.search(said):
        missing.append("what the impact is")
    ended = update.status in ENDED
    # Whoever monitors is watching, whether it says so or not.
    acting = update.status == "monitoring" or _ACTION.search(_FILLER.sub(" ", message))
    if not ended and not acting:
        missing.append("what is being done")
    if not ended and update.next_update is None and not _NEXT.search(message):
        missing.append("when the next one comes")
    return missing


def _names_something(message: str) -> bool:
    """True where a word says more than that something is wrong."""
    return any(not _NO_SUBJECT.fullmatch(word) for word in _WORD.findall(_FILLER.sub(" ", message)))
