"""How a page fits its kind.

The first match claims a heading, then come count, order and nested sections; every difference is
reported, not only the first. A near miss is a suggestion and never a match.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from linter.kinds.load import as_text
from linter.kinds.title_index import TitleIndex, index_of
from linter.model.document import Document, Section
from linter.model.kind import Claim, Kind, Match, Misplaced, NearMiss, SectionSpec


def match(document: Document, kind: Kind, profile: str, data: Mapping[str, Any]) -> Match:
    """Match the headings of a page with the sections of its kind."""
    sections = document.sections
    title = page_title(document, kind)
    return _match_scope(sections[1:] if title else sections, kind.sections, kind, profile, data)


def page_title(document: Document, kind: Kind) -> Section | None:
    """The heading that is the page's title and no section: a first-level heading that comes first.

    Where a page has several first-level headings and the first names a section, there is no title.
    """
    sections = document.sections
    if not sections or sections[0].level != 1:
        return None
    is_sole = all(section.level > 1 for section in sections[1:])
    return sections[0] if is_sole or not index_of(kind.sections).specs(sections[0].title) else None


def _match_scope(
    sections: Sequence[Section], specs: tuple[SectionSpec, ...], kind: Kind, profile: str, data: Mapping[str, Any]
) -> Match:
    index = index_of(specs)
    claims, free = _claim(sections, index)
    claimed_ids = {claim.spec.id for claim in claims}
    missing = list(_missing(specs, claimed_ids, profile, data))
    misplaced = list(_misplaced(claims, index)) if kind.ordered else []
    repeated = list(_repeated(claims))
    near_misses = []
    unknown = []
    for section in free:
        near = index.near(section.title)
        if near:
            near_misses.append(NearMiss(section, *near))
        elif not any(section.span.contains(claim.section.span) for claim in claims):
            unknown.append(section)
    for claim in tuple(claims):
        if claim.spec.sections:
            inner = _match_scope(_descendants(claim.section), claim.spec.sections, kind, profile, data)
            claims += inner.claims
            missing += inner.missing
            misplaced += inner.misplaced
            repeated += inner.repeated
            near_misses += inner.near_misses
    return Match(tuple(claims), tuple(missing), tuple(misplaced), tuple(repeated), tuple(near_misses), tuple(unknown))


def _claim(sections: Sequence[Section], index: TitleIndex) -> tuple[list[Claim], list[Section]]:
    """The claims in page order, and the headings that stand in no claimed section.

    A heading inside a claimed section (`### Recovery` under Mitigation) belongs to its text; it claims
    only a section that no heading outside does.
    """
    claims: list[Claim] = []
    free: list[Section] = []
    inside: list[Section] = []
    claimed_until = -1
    for section in sections:
        if section.span.start < claimed_until:
            inside.append(section)
            continue
        specs = index.specs(section.title)
        if specs:
            claims += [Claim(spec, section) for spec in specs]
            claimed_until = section.span.end
        else:
            free.append(section)
    outer_ids = {claim.spec.id for claim in claims}
    claimed_until = -1
    for section in inside:
        if section.span.start < claimed_until:
            continue
        specs = tuple(spec for spec in index.specs(section.title) if spec.id not in outer_ids)
        if specs:
            claims += [Claim(spec, section) for spec in specs]
            claimed_until = section.span.end
    claims.sort(key=lambda claim: claim.section.span.start)
    return claims, free


def _missing(
    specs: Iterable[SectionSpec], claimed_ids: set[str], profile: str, data: Mapping[str, Any]
) -> Iterable[tuple[SectionSpec, ...]]:
    """The sections that are demanded and not there, members of a `one_of` group together."""
    groups: dict[str, list[SectionSpec]] = {}
    for spec in specs:
        groups.setdefault(f"one of {spec.one_of}" if spec.one_of else spec.id, []).append(spec)
    for members in groups.values():
        if any(spec.id in claimed_ids for spec in members):
            continue
        if any(profile in spec.required or _is_required_by(spec, data) for spec in members):
            yield tuple(members)


def _is_required_by(spec: SectionSpec, data: Mapping[str, Any]) -> bool:
    """True when the page's front matter makes the section required. Values compare as text: 1 is "1"."""
    return any(as_text(data[key]) in values for key, values in spec.requires_if.items() if key in data)


def _repeated(claims: Iterable[Claim]) -> Iterable[Claim]:
    """Claims after the first under one parent, where the kind wants one. Pages on several alerts have
    one set of sections per alert, each under its own parent."""
    seen: set[tuple[str, int]] = set()
    for claim in claims:
        key = (claim.spec.id, id(claim.section.parent))
        if key in seen and not claim.spec.repeat:
            yield claim
        seen.add(key)


def _misplaced(claims: Iterable[Claim], index: TitleIndex) -> Iterable[Misplaced]:
    """The fewest sections whose move puts all in order, scope by scope."""
    scopes: dict[int, list[Claim]] = {}
    for claim in claims:
        scope = scopes.setdefault(id(claim.section.parent), [])
        # The first heading that answers a section stands for it, and a joint heading for its first half.
        if claim.spec.anywhere or any(
            other.spec.id == claim.spec.id or other.section is claim.section for other in scope
        ):
            continue
        scope.append(claim)
    for scope in scopes.values():
        ranks = [index.rank[claim.spec.id] for claim in scope]
        kept = _longest_increasing(ranks)
        for place, claim in enumerate(scope):
            if place in kept:
                continue
            before = max((other for other in kept if ranks[other] < ranks[place]), default=-1)
            after = min((other for other in kept if ranks[other] > ranks[place]), default=-1)
            if before > place:
                yield Misplaced(claim, "after", scope[before])
            else:
                yield Misplaced(claim, "before", scope[after])


def _longest_increasing(ranks: Sequence[int]) -> set[int]:
    """Places of the longest increasing subsequence."""
    tails: list[int] = []
    tail_places: list[int] = []
    previous: list[int] = []
    for place, rank in enumerate(ranks):
        at = bisect_left(tails, rank)
        previous.append(tail_places[at - 1] if at else -1)
        tails[at:] = [rank] if at == len(tails) else [rank, *tails[at + 1 :]]
        tail_places[at:] = [place] if at == len(tail_places) else [place, *tail_places[at + 1 :]]
    kept: set[int] = set()
    place = tail_places[-1] if tail_places else -1
    while place >= 0:
        kept.add(place)
        place = previous[place]
    return kept


def _descendants(section: Section) -> list[Section]:
    found: list[Section] = []
    for child in section.children:
        found.append(child)
        found += _descendants(child)
    return found
