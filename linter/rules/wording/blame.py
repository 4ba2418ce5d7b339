"""Which sentences blame the person they name: a small grammar over words, without a model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from linter.rules.wording.lexicon import lexicon
from linter.rules.wording.people import Person
from linter.rules.wording.prose_sentences import Sentence, Word

_NEGATIONS = frozenset({"didn't", "never", "hadn't"})
_CAUSING = {
    "causing": 1, "breaking": 1, "triggering": 1, "crashing": 1, "resulting in": 2, "leading to": 2,
    "bringing down": 2, "taking down": 2,
}  # fmt: skip
_HARM_ITSELF = ("broke", "breaking", "crashed", "crashing", "took", "brought", "bringing down", "taking down")
_CONDITIONS = ("if", "whenever", "unless", "whether")
_NOT_BREAKING = ("down", "into", "out", "up", "off")
_TAIL_WORDS = 16
_COMMON = ("in", "to", "up", "a", "review")


class Verb(NamedTuple):
    """A verb from the word `start` to before `end`; `text` is how the lexicon has it."""

    text: str
    start: int
    end: int


# The lists without a word of which no sentence blames anybody.
_EVIDENCE = (
    "blame verbs", "verbs that do harm", "participles of blame", "fault words", "faults made", "fault adverbs",
    "faults of a person", "fault phrases",
)  # fmt: skip
_MORE_EVIDENCE = (
    "failed",
    "did",
    "without",
    "blame",
    "blamed",
    "blames",
    "responsible",
    "error",
    *_NEGATIONS,
    *_CAUSING,
)
_SIGNS = str.maketrans({**dict.fromkeys('.,;:()[]*_!?"“”|–—', " "), "’": "'"})


def may_blame(passage: str) -> bool:
    """False for a passage (in lower case) that surely blames nobody: a quick look, so that few are read in full."""
    return not _evidence().isdisjoint(passage.translate(_SIGNS).split())


@lru_cache(maxsize=1)
def _evidence() -> frozenset[str]:
    lists = lexicon("blame")
    phrases = [*_MORE_EVIDENCE, *(phrase for title in _EVIDENCE for phrase in lists[title])]
    return frozenset(
        phrase.split()[-1] if phrase.split()[-1] not in _COMMON else phrase.split()[0] for phrase in phrases
    )


def blames(sentence: Sentence, person: Person) -> bool:
    """True when the sentence makes the person the cause, or finds fault with what the person did."""
    return _Clause(sentence, person).blames()


class _Clause:
    def __init__(self, sentence: Sentence, person: Person) -> None:
        self.words: Sequence[Word] = sentence.words
        self.person = person
        self.in_timeline = sentence.in_timeline
        self.lists: Mapping[str, frozenset[str]] = lexicon("blame")

    def blames(self) -> bool:
        # "If somebody makes a mistake" speaks of what may come.
        if any(self._lower(at) in _CONDITIONS for at in range(self.person.start - 3, self.person.start)):
            return False
        if self.person.is_possessive:
            return self._owns_a_fault()
        return self._as_subject() or self._as_agent() or self._is_called_guilty()

    def _as_subject(self) -> bool:
        """John [accidentally] deployed the faulty code, causing the outage."""
        at, adverb = self._to_verb()
        if self._lacks_diligence(at):
            return True
        verb = self._verb_at(at, "blame verbs")
        if verb and self._is_meant(verb):
            return self._is_human(verb)
        brings = self._verb_at(at, "verbs that bring")
        verb = brings or self._verb_at(at, "neutral verbs")
        if not verb or not self._is_human(verb, adverb):
            return False
        if adverb or self._has_fault_phrase(verb.end) or self._has_fault(verb, brings is not None):
            return True
        return not self.in_timeline and self._does_harm(verb, brings is not None)

    def _is_meant(self, verb: Verb) -> bool:
        """False for `broke down the work` and `missed lunch`."""
        if verb.text == "missed":
            return any(word.lower in self.lists["signs"] for word in self.words[verb.end : verb.end + 5])
        return not (verb.text == "broke" and self._lower(verb.end) in _NOT_BREAKING)

    def _is_human(self, verb: Verb, adverb: bool = False) -> bool:
        """True unless the one who did it may well be software: `the operator failed to`."""
        return not self.person.is_shaky or adverb or verb.text in self.lists["human verbs"]

    def _to_verb(self) -> tuple[int, bool]:
        """Where the verb may stand behind the person, and whether an adverb of fault stands before it."""
        at, adverb = self.person.end, False
        if self._lower(at) == "(":
            closing = next((end for end in range(at, min(at + 8, len(self.words))) if self._lower(end) == ")"), at)
            at = closing + 1
        if self._lower(at) == "," and self._lower(at + 1) == "who":
            at += 2
        limit = at + 6
        while at < min(limit, len(self.words)):
            word = self.words[at]
            if word.lower in self.lists["fault adverbs"]:
                adverb = True
            elif self._lower(at - 1) == "and" and word.text[0].isupper():
                pass
            elif word.lower not in self.lists["between"] or self._verb_at(at, "blame verbs"):
                break
            at += 1
        return at, adverb

    def _lacks_diligence(self, at: int) -> bool:
        """Ana failed to check; Ana did not check; Ana never checked."""
        first, second = self._lower(at), self._lower(at + 1)
        if self.person.is_shaky:
            return False
        if first == "failed" and second == "to":
            return self._lower(at + 2) in self.lists["diligence"]
        if first == "did" and second == "not":
            return self._lower(at + 2) in self.lists["diligence"]
        return first in _NEGATIONS and (second in self.lists["diligence"] or second in self.lists["diligence done"])

    def _has_fault(self, verb: Verb, brings: bool) -> bool:
        """The object of the verb is at fault: `deployed the faulty code`, `deleted the wrong volume`."""
        for at in range(verb.end, min(verb.end + 6, len(self.words))):
            word = self.words[at].lower
            if word in self.lists["repairs"] or word in self.lists["parts a clause"]:
                return False
            if word == "wrong" or (brings and word in self.lists["fault words"]):
                return True
            if verb.text in self.lists["verbs that make faults"] and word in self.lists["faults made"]:
                return self._lower(at + 1) not in self.lists["no fault after"]
        return False

    def _has_fault_phrase(self, at: int) -> bool:
        for start in range(at, min(at + 12, len(self.words))):
            word = self.words[start].lower
            if word in self.lists["fault adverbs"] and start < at + 2:
                return True
            if word in ("by", "in", "without") and self._phrase_at(start, "fault phrases"):
                return True
            if word in (";", "because", "after"):
                return False
        return False

    def _does_harm(self, verb: Verb, brings: bool) -> bool:
        """What follows says what came of it: `, causing the outage`, `, which broke the site`."""
        for at in range(verb.end, min(verb.end + _TAIL_WORDS, len(self.words))):
            word = self.words[at].lower
            if word in self.lists["repairs"] or word in ("after", "because", "since", "when", "while", ";"):
                return False
            end = self._tail_at(at, brings)
            if end:
                return self._is_harm(end, self.words[at].lower)
        return False

    def _tail_at(self, at: int, brings: bool) -> int:
        """The word behind a causal marker at `at`; 0 where there is none."""
        before = self._lower(at - 1)
        two = f"{self.words[at].lower} {self._lower(at + 1)}"
        length = _CAUSING.get(two) or _CAUSING.get(self.words[at].lower)
        if length:
            return at + length if before in (",", "and", "–", "—", "-") or (brings and length == 2) else 0
        verb = self._verb_at(at, "verbs that do harm")
        if not verb:
            return 0
        # Without a comma, `that caused` tells of the thing: blame only where the person brought it.
        joined = before == "and" or (before in ("which", "this", "that") and (brings or self._lower(at - 2) == ","))
        return verb.end if joined else 0

    def _is_harm(self, at: int, marker: str) -> bool:
        rest = [word.lower for word in self.words[at : at + 14]]
        if any(word in self.lists["relief"] for word in rest):
            return False
        return marker.startswith(_HARM_ITSELF) or any(word in self.lists["harm"] for word in rest)

    def _as_agent(self) -> bool:
        """The outage was caused by John; the faulty code was deployed by John."""
        start = self.person.start
        while start and self.words[start - 1].lower in ("a", "an", "the", "our", "one", "new", "junior", "senior"):
            start -= 1
        if self._lower(start - 1) != "by" or self.person.is_shaky:
            return False
        before = self.words[max(start - 9, 0) : start - 1]
        if not before:
            return False
        verb = before[-1].lower
        if verb in self.lists["fault adverbs"] and len(before) > 1:
            return True
        if verb == "introduced" and not any(word.lower in self.lists["faults made"] for word in before):
            return False
        if verb in self.lists["participles of blame"]:
            return not any(word.lower in ("not", "n't", "if", "may", "might", "could") for word in before[-4:])
        done = verb in self.lists["verbs that bring"] or verb in self.lists["neutral verbs"]
        if not done:
            return False
        if any(word.lower in self.lists["fault adverbs"] for word in before[-3:]) or self._has_fault_phrase(
            self.person.end
        ):
            return True
        return verb in self.lists["verbs that bring"] and any(
            word.lower in self.lists["fault words"] for word in before
        )

    def _owns_a_fault(self) -> bool:
        """Ana's mistake; Ana's change caused the outage."""
        for at in range(self.person.end, min(self.person.end + 5, len(self.words))):
            word = self.words[at].lower
            if word in self.lists["faults of a person"]:
                return True
            if word == "error":
                return self._lower(at + 1) in ("caused", "was", "led", "when", "in", "", ",")
            verb = self._verb_at(at, "verbs that do harm")
            if verb and at > self.person.end:
                return self._is_harm(verb.end, verb.text)
            if word in self.lists["parts a clause"] or word in self.lists["repairs"]:
                return False
        return False

    def _is_called_guilty(self) -> bool:
        """Blame John; John was responsible for the outage; the fault of John."""
        start = self.person.start
        before = self._lower(start - 1)
        if before in ("blame", "blamed", "blames"):
            return not any(self._lower(at) in ("not", "never", "don't", "no") for at in range(start - 4, start - 1))
        if before == "of" and self._lower(self.person.start - 2) in ("fault", "mistake", "negligence", "carelessness"):
            return True
        at = self.person.end
        if self._lower(at) in ("is", "was") and self._lower(at + 1) == "responsible" and self._lower(at + 2) == "for":
            return any(word.lower in self.lists["harm"] for word in self.words[at + 3 : at + 6])
        return False

    def _verb_at(self, at: int, title: str) -> Verb | None:
        for length in (4, 3, 2, 1):
            text = " ".join(word.lower for word in self.words[at : at + length])
            if text in self.lists[title]:
                return Verb(text, at, at + length)
        # `took the site down`: the object may stand inside.
        if self._lower(at) in ("took", "brought") and title in ("blame verbs", "verbs that do harm"):
            for end in range(at + 2, min(at + 6, len(self.words))):
                if self._lower(end) == "down":
                    return Verb(f"{self._lower(at)} down", at, end + 1)
        return None

    def _phrase_at(self, at: int, title: str) -> bool:
        return any(" ".join(word.lower for word in self.words[at : at + n]) in self.lists[title] for n in (2, 3))

    def _lower(self, at: int) -> str:
        return self.words[at].lower if 0 <= at < len(self.words) else ""
