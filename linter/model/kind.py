"""What a kind of document demands: its sections, profiles and metadata."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from linter.model.document import Section
from linter.model.severity import Severity


class ContentDemand(NamedTuple):
    """What a section must hold. Zero and empty mean no demand."""

    code: bool = False
    list: bool = False
    link: bool = False
    table_columns: tuple[str, ...] = ()
    words: int = 0
    words_or_action: int = 0


class SectionSpec(NamedTuple):
    """One section of a kind.

    `required` names the profiles that demand it; `one_of` is a group of which one member is enough;
    `requires_if` maps a front matter key to the values that make the section required. `anywhere` frees
    it from the kind's order.
    """

    id: str
    title: str
    synonyms: tuple[str, ...] = ()
    required: frozenset[str] = frozenset()
    one_of: str = ""
    requires_if: Mapping[str, tuple[str, ...]] = {}
    repeat: bool = False
    anywhere: bool = False
    content: ContentDemand = ContentDemand()
    guidance: str = ""
    scaffold: str = ""
    sections: tuple[SectionSpec, ...] = ()


class Kind(NamedTuple):
    """A kind of document, as its schema file says."""

    name: str
    title: str
    description: str
    profiles: tuple[str, ...]
    default_profile: str
    core: tuple[str, ...]
    core_at_least: int
    folder_words: tuple[str, ...]
    sections: tuple[SectionSpec, ...]
    ordered: bool
    strict: bool
    front_matter_required: Mapping[str, tuple[str, ...]]
    front_matter_schema: Mapping[str, Any]
    severities: Mapping[str, Mapping[str, Severity]]
    source: str


class Claim(NamedTuple):
    """A section of the page that answers a section of the kind."""

    spec: SectionSpec
    section: Section


class NearMiss(NamedTuple):
    """A heading that almost is a known title; `title` is what was probably meant."""

    section: Section
    title: str
    spec: SectionSpec


class Misplaced(NamedTuple):
    """A claimed section that stands on the wrong side of `other`: it should stand right before or after it."""

    claim: Claim
    side: Literal["before", "after"]
    other: Claim


class Match(NamedTuple):
    """How a page fits its kind: every difference, not only the first."""

    claims: tuple[Claim, ...] = ()
    missing: tuple[tuple[SectionSpec, ...], ...] = ()
    misplaced: tuple[Misplaced, ...] = ()
    repeated: tuple[Claim, ...] = ()
    near_misses: tuple[NearMiss, ...] = ()
    unknown: tuple[Section, ...] = ()
