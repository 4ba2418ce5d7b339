"""Old debt, written down once: what is in the baseline is not reported again, and counts for scores all the same.

A finding is known by its page, rule, section and text, not by its line. What moved to another section, and a sentence
that was reworded, is known again; a page that was renamed is followed through Git. Each entry stands for as many
findings as it counts and no more: a second one beside an old one is new.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, NamedTuple

from linter.config import ConfigError
from linter.fingerprints import Identity, identities
from linter.json_file import read_json
from linter.model.finding import Finding
from linter.run import Run

DEFAULT_NAME = ".runbook-linter-baseline.json"
_VERSION = 1
_KEYS = ("path", "rule", "section", "text", "count")
_ALIKE = 0.6
_FEWEST_WORDS = 4


class Baseline(NamedTuple):
    """How many findings of each identity are known.

    `looked` names what the run that wrote it looked at beside the pages: a run that does not cannot miss anything.
    """

    known: Mapping[Identity, int]
    looked: frozenset[str] = frozenset()


class Judged(NamedTuple):
    """A run held against a baseline.

    `kept` is what of the baseline is still there, by what it is called now; `gone` are the entries that are not, with
    how many findings of each.
    """

    run: Run
    kept: Baseline
    gone: Mapping[Identity, int]

    @property
    def unneeded(self) -> int:
        """How many entries are not needed any more."""
        return len(self.gone)


def write_baseline(run: Run, read: Callable[[str], str | None], looked: Iterable[str]) -> Baseline:
    """The baseline of all findings that a report would show."""
    found = identities(_reported(run), read)
    return Baseline(Counter(found), frozenset(looked))


def judge(
    run: Run,
    baseline: Baseline,
    read: Callable[[str], str | None],
    renamed: Callable[[Sequence[str]], Mapping[str, str]],
) -> Judged:
    """Mark what the baseline knows. `renamed` gives for paths that are gone the names they have now."""
    findings = _reported(run)
    now = identities(findings, read)
    gone = sorted({entry.path for entry in baseline.known} - {page.path for page in run.pages} - {i.path for i in now})
    names = renamed(gone) if gone else {}
    left: Counter[Identity] = Counter()
    for entry, count in baseline.known.items():
        left[entry._replace(path=names.get(entry.path, entry.path))] += count
    answers = _Answers(left)
    matched = answers.exact(now)
    matched |= answers.elsewhere(now, matched)
    matched |= answers.reworded(now, matched)
    known = {id(finding) for number, finding in enumerate(findings) if number in matched}
    marked = tuple(f._replace(state="baselined") if id(f) in known else f for f in run.findings)
    kept = Counter(now[number] for number in matched)
    return Judged(run._replace(findings=marked), Baseline(kept, baseline.looked), +left)


class _Answers:
    """Hands out the entries of a baseline to findings, the surest first; `left` is what is not handed out yet."""

    def __init__(self, left: Counter[Identity]) -> None:
        self._left = left

    def exact(self, now: Sequence[Identity]) -> set[int]:
        """The findings whose identity is known."""
        return {number for number, identity in enumerate(now) if self._take(identity)}

    def elsewhere(self, now: Sequence[Identity], matched: set[int]) -> set[int]:
        """Those that stand in another section of the page, or whose section has another title now."""
        places: dict[Identity, list[Identity]] = defaultdict(list)
        for entry in self._left:
            places[entry._replace(section=())].append(entry)
        return {
            number
            for number, identity in enumerate(now)
            if number not in matched and any(map(self._take, places[identity._replace(section=())]))
        }

    def reworded(self, now: Sequence[Identity], matched: set[int]) -> set[int]:
        """Those whose sentence was changed a little. Another name, link or short command is another finding."""
        sentences: dict[tuple[str, str], list[Identity]] = defaultdict(list)
        for entry, count in self._left.items():
            if count and len(entry.text.split()) >= _FEWEST_WORDS:
                sentences[entry.path, entry.rule].append(entry)
        found = set()
        for number, identity in enumerate(now):
            candidates = sentences.get((identity.path, identity.rule), ())
            if number in matched or not candidates or len(identity.text.split()) < _FEWEST_WORDS:
                continue
            alike = [(_likeness(entry.text, identity.text), entry) for entry in candidates if self._left[entry]]
            best = max(alike, default=(0.0, identity))
            if best[0] >= _ALIKE and self._take(best[1]):
                found.add(number)
        return found

    def _take(self, entry: Identity) -> bool:
        if self._left[entry] <= 0:
            return False
        self._left[entry] -= 1
        return True


def read_baseline(path: Path) -> Baseline:
    """Read a baseline's file. Raises ConfigError with file and position."""
    if not path.exists():
        raise ConfigError(f"{path}: the baseline is not there; --write-baseline writes it")
    return _checked(read_json(path), path)


def baseline_text(baseline: Baseline) -> str:
    """The file: one entry per line, in order, so that two branches' changes meet without conflict."""
    entries = [
        json.dumps({**entry._asdict(), "section": list(entry.section), "count": count}, ensure_ascii=False)
        for entry, count in sorted(baseline.known.items())
    ]
    listed = ",\n".join(f"  {entry}" for entry in entries)
    looked = json.dumps(sorted(baseline.looked))
    return f'{{\n "version": {_VERSION},\n "looked": {looked},\n "entries": [\n{listed}\n ]\n}}\n'


def _checked(data: Any, path: Path) -> Baseline:
    if not isinstance(data, dict) or not isinstance(data.get("entries"), list):
        raise ConfigError(f"{path}:1:1: not a baseline: `entries` is missing; --write-baseline writes one")
    if data.get("version") != _VERSION:
        raise ConfigError(f"{path}:1:1: a baseline of another version ({data.get('version')!r}); write it anew")
    known: Counter[Identity] = Counter()
    for number, entry in enumerate(data["entries"]):
        count = entry.get("count") if isinstance(entry, dict) else None
        if (
            not isinstance(entry, dict)
            or set(entry) != set(_KEYS)
            or not all(isinstance(entry[key], str) for key in ("path", "rule", "text"))
            or not (isinstance(entry["section"], list) and all(isinstance(part, str) for part in entry["section"]))
            or not isinstance(count, int)
            or count < 1
        ):
            # The entries are the only lines that begin with two blanks and a brace; the header has four lines.
            raise ConfigError(f"{path}:{number + 5}:3: not an entry of a baseline: {str(entry)[:80]}")
        known[Identity(entry["path"], entry["rule"], tuple(entry["section"]), entry["text"])] += count
    looked = data.get("looked", [])
    return Baseline(known, frozenset(map(str, looked if isinstance(looked, list) else [])))


def _reported(run: Run) -> list[Finding]:
    silent = {page.path for page in run.pages if not page.report}
    return [finding for finding in run.findings if finding.state == "new" and finding.path not in silent]


def _likeness(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one.split(), other.split(), autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= _ALIKE else 0.0
