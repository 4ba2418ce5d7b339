"""A kind of document inferred from pages that are there: what most of them have becomes what all should have."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from statistics import mean
from typing import Any, NamedTuple

from linter.kinds.load import common_front_matter
from linter.kinds.match import match
from linter.kinds.titles import fold_title, is_near, split_title
from linter.model.document import Document, Section
from linter.model.kind import Kind, SectionSpec

REQUIRED_SHARE = 0.7
_NAMED_SHARE = 0.1
_DEMAND_SHARE = 0.97
_FEWEST_FOR_DEMAND = 10
_ID = re.compile(r"[^a-z0-9]+")
_MOST_SYNONYMS = 8
# Keys that a site generator reads say nothing of the document; the others every page may have.
_NOT_LEARNED = frozenset(
    {"kind", "profile", "title", "status", "weight", "layout", "draft", "slug", "url", "permalink", "menu", "nav_order"}
    | {"sidebar_position", "sidebar_label", "parent", "toc", "hide", "template", "type", "linkTitle", "id", "comments"}
)


class LearnedPage(NamedTuple):
    """A page to learn from."""

    path: str
    document: Document


class Misfit(NamedTuple):
    """A page that does not fit, and why."""

    path: str
    reasons: tuple[str, ...]


class _Cluster:
    """One section under all its titles."""

    def __init__(self, title: str) -> None:
        self.titles: Counter[str] = Counter({title: 0})
        self.first: dict[str, int] = {}
        self.ranks: list[float] = []
        self.sections: list[tuple[Document, Section]] = []

    @property
    def pages(self) -> Collection[str]:
        """The pages that have the section; `first` says where on each it begins."""
        return self.first.keys()

    @property
    def title(self) -> str:
        """The usual title."""
        return self.titles.most_common(1)[0][0]


def learn_kind(name: str, pages: Sequence[LearnedPage], known: Sequence[Kind]) -> dict[str, Any]:
    """A kind's schema, as its YAML file holds it. `known` are kinds whose synonyms count as one title.

    Raises ValueError where the pages have no sections in common.
    """
    like = _most_like(known, pages)
    clusters = [
        cluster for cluster in _clusters(pages, like) if len(cluster.pages) >= max(2, _NAMED_SHARE * len(pages))
    ]
    if not clusters:
        raise ValueError("these pages have no sections in common")
    clusters.sort(key=lambda cluster: mean(cluster.ranks))
    required = [cluster for cluster in clusters if len(cluster.pages) >= REQUIRED_SHARE * len(pages)]
    wandering = _wandering(clusters, required)
    guidance = _guidance(like, clusters)
    ids: dict[str, None] = {}
    sections = []
    for cluster in clusters:
        section = _section(cluster, required=cluster in required, taken=ids)
        if cluster in wandering:
            section["anywhere"] = True
        said = guidance.get(fold_title(cluster.title))
        if said:
            section["guidance"] = said
        sections.append(section)
    core = [section["id"] for section in sections if "required" in section]
    learned: dict[str, Any] = {
        "kind": name,
        "title": name.replace("-", " ").capitalize(),
        "description": f"Learned from {len(pages)} pages.",
        "profiles": ["standard"],
        "default_profile": "standard",
        "ordered": _is_ordered([cluster for cluster in clusters if cluster not in wandering]),
    }
    if len(core) > 1:
        learned["recognise"] = {"core": core, "at_least": max(2, (2 * len(core) + 2) // 3)}
    front = _front_matter(pages)
    if front:
        learned["front_matter"] = front
    learned["sections"] = sections
    return learned


def misfits(kind: Kind, pages: Sequence[LearnedPage]) -> list[Misfit]:
    """The pages that the kind does not fit."""
    found = []
    for path, document in pages:
        fit = match(document, kind, kind.default_profile, document.front_matter.data)
        reasons = [f"no {missing[0].title} section" for missing in fit.missing]
        reasons += [
            f"{wrong.claim.spec.title} stands {'after' if wrong.side == 'before' else 'before'}"
            f" {wrong.other.spec.title}"
            for wrong in fit.misplaced
        ]
        keys = kind.front_matter_required.get(kind.default_profile, ())
        reasons += [
            f"no `{key}` in the front matter" for key in keys if document.front_matter.data.get(key) in (None, "", [])
        ]
        if reasons:
            found.append(Misfit(path, tuple(reasons)))
    return found


def _most_like(known: Sequence[Kind], pages: Sequence[LearnedPage]) -> Sequence[SectionSpec]:
    """The sections of the known kind whose titles the pages have most of."""
    counts = _title_counts(pages)
    best = max(
        known,
        key=lambda kind: sum(counts.get(fold_title(t), 0) for s in kind.sections for t in (s.title, *s.synonyms)),
        default=None,
    )
    return best.sections if best else ()


def _title_counts(pages: Sequence[LearnedPage]) -> Counter[str]:
    titles = (fold_title(_title(section)) for _, document in pages for section in _main_sections(document))
    return Counter(title for title in titles if title)


def _clusters(pages: Sequence[LearnedPage], like: Sequence[SectionSpec]) -> list[_Cluster]:
    """The sections of all pages, those with synonymous or nearly equal titles together."""
    by_title: dict[str, _Cluster] = {}
    counts = _title_counts(pages)
    synonyms = _synonyms(like, [{fold_title(_title(s)) for s in _main_sections(document)} for _, document in pages])
    for path, document in pages:
        for rank, section in enumerate(main := _main_sections(document)):
            folded = fold_title(_title(section))
            if not folded:
                continue
            key = synonyms.get(folded) or folded
            cluster = by_title.get(key) or _near(by_title, key, counts)
            if cluster is None:
                cluster = _Cluster(_title(section))
            by_title[key] = cluster
            cluster.titles[_title(section)] += 1
            cluster.first.setdefault(path, section.span.start)
            cluster.ranks.append(rank / max(len(main) - 1, 1))
            cluster.sections.append((document, section))
    return list({id(cluster): cluster for cluster in by_title.values()}.values())


def _title(section: Section) -> str:
    """The title proper, as a schema has it: one line of words, all numbering gone (`2) 1. Setup`)."""
    title = section.title
    while (core := split_title(title).core) and core != title:
        title = core
    return " ".join(title.split())


def _main_sections(document: Document) -> list[Section]:
    """The sections at the level at which a page is divided: below its title, where it has one."""
    tops = [section for section in document.sections if section.parent is None]
    title = tops[0] if len(tops) == 1 and tops[0].children else next((s for s in tops if s.level == 1), None)
    if title is None:
        return tops
    return [*title.children, *(section for section in tops if section is not title)]


def _synonyms(like: Sequence[SectionSpec], pages: Sequence[Collection[str]]) -> dict[str, str]:
    """Each title that a known kind has synonyms for, to the most usual of them on these pages, given as their titles.

    Two titles that stand side by side on pages are two sections, whatever they mean elsewhere.
    """
    found: dict[str, str] = {}
    for spec in like:
        names = {fold_title(title) for title in (spec.title, *spec.synonyms)}
        present = Counter(name for titles in pages for name in names.intersection(titles))
        usual, *others = [name for name, _ in present.most_common()] or [""]
        for name in others:
            beside = sum(name in titles and usual in titles for titles in pages)
            if beside <= _NAMED_SHARE * present[name]:
                found[name] = usual
    return found


def _near(by_title: Mapping[str, _Cluster], key: str, counts: Mapping[str, int]) -> _Cluster | None:
    """The cluster of a title that is spelled nearly so and far more usual: `Mitigaton` is Mitigation."""
    for other, cluster in by_title.items():
        if is_near(key, other) and counts.get(other, 0) > 5 * counts.get(key, 0):
            return cluster
    return None


def _section(cluster: _Cluster, *, required: bool, taken: dict[str, None]) -> dict[str, Any]:
    made = _ID.sub("-", cluster.title.casefold()).strip("-") or "section"
    name = made if made[0].isalpha() else f"section-{made}"
    while name in taken:
        name += "-2"
    taken[name] = None
    section: dict[str, Any] = {"id": name, "title": cluster.title}
    usual = fold_title(cluster.title)
    others = [title for title, _ in cluster.titles.most_common() if fold_title(title) != usual]
    synonyms = list({fold_title(title): title for title in reversed(others)}.values())[::-1][:_MOST_SYNONYMS]
    if synonyms:
        section["synonyms"] = synonyms
    if required:
        section["required"] = ["standard"]
    if len(cluster.sections) - len(cluster.pages) > _NAMED_SHARE * len(cluster.pages):
        section["repeat"] = True
    demand = _demand(cluster)
    if demand and required:
        section["content"] = demand
    return section


def _demand(cluster: _Cluster) -> dict[str, bool]:
    """What nearly all of these sections hold."""
    if len(cluster.sections) < _FEWEST_FOR_DEMAND:
        return {}
    holds: dict[str, int] = defaultdict(int)
    for document, section in cluster.sections:
        holds["code"] += any(section.span.contains(block.span) for block in document.code_blocks)
        holds["list"] += any(section.span.contains(found.span) for found in document.lists)
        holds["link"] += any(section.span.contains(found.span) for found in document.links)
    return {name: True for name, number in holds.items() if number >= _DEMAND_SHARE * len(cluster.sections)}


def _guidance(like: Sequence[SectionSpec], clusters: Sequence[_Cluster]) -> dict[str, str]:
    """By folded title what the known kind says is to be written there; nothing where it knows few of the sections."""
    known = {fold_title(title): spec.guidance for spec in like for title in (spec.title, *spec.synonyms)}
    same = [cluster for cluster in clusters if fold_title(cluster.title) in known]
    return known if len(same) * 2 >= len(clusters) else {}


def _wandering(clusters: Sequence[_Cluster], required: Sequence[_Cluster]) -> list[_Cluster]:
    """The sections that nobody asks for and that stand now here, now there among those that most pages have."""
    found = []
    for order, cluster in enumerate(clusters):
        if cluster in required:
            continue
        others = [(other, other in clusters[:order]) for other in required]
        strays = 0
        for path, start in cluster.first.items():
            strays += any(path in other.first and (other.first[path] < start) != before for other, before in others)
        if strays > _NAMED_SHARE * len(cluster.pages):
            found.append(cluster)
    return found


def _is_ordered(clusters: Sequence[_Cluster]) -> bool:
    """True where hardly a page has two of these sections the other way round."""
    places: dict[str, list[int]] = defaultdict(list)
    for cluster in clusters:
        for path, start in cluster.first.items():
            places[path].append(start)
    wrong = sum(starts != sorted(starts) for starts in places.values())
    return wrong <= 0.2 * len(places)


def _front_matter(pages: Sequence[LearnedPage]) -> dict[str, Any]:
    """The keys that most pages have, and the type of each that many have."""
    values: dict[str, list[Any]] = defaultdict(list)
    for _, document in pages:
        for key, value in document.front_matter.data.items():
            if key not in _NOT_LEARNED and value not in (None, "", []):
                values[str(key)].append(value)
    required = sorted(key for key, found in values.items() if len(found) >= REQUIRED_SHARE * len(pages))
    properties = {
        key: _type(found[0])
        for key, found in sorted(values.items())
        if key not in common_front_matter()["properties"]
        and len(found) >= max(2, _NAMED_SHARE * len(pages))
        and all(_type(value) == _type(found[0]) for value in found)
    }
    made: dict[str, Any] = {}
    if required:
        made["required"] = {"standard": required}
    if properties:
        made["properties"] = properties
    return made


def _type(value: Any) -> dict[str, str]:
    """The JSON Schema of a value."""
    if isinstance(value, bool):
        return {"type": "boolean"}
    if isinstance(value, date):
        return {"type": "string", "format": "date-time" if isinstance(value, datetime) else "date"}
    for kind, name in ((int, "integer"), (float, "number"), (str, "string"), (list, "array")):
        if isinstance(value, kind):
            return {"type": name}
    return {"type": "object"}
