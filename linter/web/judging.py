"""From an answer, and what earlier runs saw, to a verdict. A site that fails once is not dead."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from linter.web.answer import Answer
from linter.web.outcome import Outcome, Verdict, fragment_of
from linter.web.store import Record

_DAYS_TO_DEATH = 3
_TIME_TO_DEATH = timedelta(hours=72)
_DAYS_WITHOUT_NAME = 2
_GONE = (404, 410)
_HOURS_OF_ONE_DAY = 24


def judge(url: str, fragments: Iterable[str], answer: Answer, old: Record | None, now: datetime) -> Record:
    """The new record of a URL."""
    blank = Record(url, "ok", "", answer.final_url, None, False, {}, "", "", None, (), now)
    if answer.refused:
        return blank._replace(verdict="skipped", reason=_on_the_way(url, answer))
    if answer.status == 304 and old:
        return old._replace(checked=now, failing_since=None, failing_days=())
    if 200 <= answer.status < 300:
        anchors = {name: name not in answer.missing for name in fragments}
        if old and old.etag and old.etag == answer.etag:
            anchors = {**old.anchors, **anchors}
        record = blank._replace(
            likely_gone=answer.likely_gone, anchors=anchors, etag=answer.etag, last_modified=answer.last_modified
        )
        if not answer.permanent or answer.final_url == url:
            return record
        same = old is not None and old.verdict == "moved" and old.final_url == answer.final_url
        since = old.moved_since if same and old else None
        return record._replace(verdict="moved", moved_since=since or now.date())
    if answer.status in _GONE:
        return blank._replace(verdict="dead", reason=answer.trouble)
    if answer.status and answer.status < 500:
        return blank._replace(verdict="blocked", reason=answer.trouble)
    return _unreached(blank, answer, old, now)


def _unreached(blank: Record, answer: Answer, old: Record | None, now: datetime) -> Record:
    """Not reached: dead only after some days on which it was never reached."""
    since = (old.failing_since if old else None) or now
    days = tuple(sorted({*(old.failing_days if old else ()), now.date().isoformat()}))
    needed = _DAYS_WITHOUT_NAME if answer.no_such_host else _DAYS_TO_DEATH
    lasting = len(days) >= needed and (
        now - since >= _TIME_TO_DEATH or (answer.no_such_host and now - since >= timedelta(hours=_HOURS_OF_ONE_DAY))
    )
    # A page with a bad certificate is there: whoever insists can read it.
    dead = lasting and "certificate" not in answer.trouble
    reason = f"not reached since {since.date()}: {answer.trouble}" if dead else answer.trouble
    verdict: Verdict = "dead" if dead else "unreachable"
    return blank._replace(verdict=verdict, reason=reason, failing_since=since, failing_days=days)


def outcome(url: str, record: Record) -> Outcome:
    """What is said of a URL with its fragment."""
    fragment = fragment_of(url)
    if record.verdict in ("ok", "moved") and fragment and record.anchors.get(fragment) is False:
        return Outcome("dead", f"the page has no anchor `#{fragment}`", checked=record.checked)
    final = record.final_url + (f"#{fragment}" if fragment and record.final_url else "")
    return Outcome(record.verdict, record.reason, final, record.moved_since, record.likely_gone, record.checked)


def _on_the_way(url: str, answer: Answer) -> str:
    return answer.trouble if answer.final_url in ("", url) else f"it redirects to {answer.trouble}"
