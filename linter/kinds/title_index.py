"""Which sections of a kind a heading names: titles and synonyms, folded once per kind."""

from __future__ import annotations

from linter.kinds.titles import fold_title, is_near, title_parts
from linter.model.kind import Kind, SectionSpec


class TitleIndex:
    """The titles and synonyms of one list of sections."""

    def __init__(self, specs: tuple[SectionSpec, ...]) -> None:
        self.all_specs = specs
        self.rank = {spec.id: number for number, spec in enumerate(specs)}
        self._by_title: dict[str, SectionSpec] = {}
        self._spelling: dict[str, str] = {}
        for spec in specs:
            for title in (spec.title, *spec.synonyms):
                folded = fold_title(title)
                self._by_title.setdefault(folded, spec)
                self._spelling.setdefault(folded, title)
        self._found: dict[str, tuple[SectionSpec, ...]] = {}
        self._near: dict[str, tuple[str, SectionSpec] | None] = {}

    def specs(self, text: str) -> tuple[SectionSpec, ...]:
        """The sections that a heading names: none, one, or more if it joins their titles."""
        found = self._found.get(text)
        if found is None:
            found = self._found[text] = self._look_up(text)
        return found

    def near(self, text: str) -> tuple[str, SectionSpec] | None:
        """The title that a heading almost spells, with its section."""
        if text not in self._near:
            folded = fold_title(text)
            self._near[text] = next(
                ((self._spelling[known], spec) for known, spec in self._by_title.items() if is_near(folded, known)),
                None,
            )
        return self._near[text]

    def _look_up(self, text: str) -> tuple[SectionSpec, ...]:
        whole = self._by_title.get(fold_title(text))
        if whole:
            return (whole,)
        named = [self._by_title.get(part) for part in title_parts(text)]
        specs = {spec.id: spec for spec in named if spec}
        return tuple(specs.values()) if named and None not in named else ()


# Keyed by identity, because the specs hold mappings; the index keeps its specs alive, so no id is reused.
_INDEXES: dict[int, TitleIndex] = {}


def index_of(specs: tuple[SectionSpec, ...]) -> TitleIndex:
    """The index of a list of sections, built once."""
    index = _INDEXES.get(id(specs))
    if index is None:
        index = _INDEXES[id(specs)] = TitleIndex(specs)
    return index


def core_groups(kind: Kind) -> dict[str, str]:
    """By id of a core section: the name under which it counts. Members of one `one_of` group share it."""
    return {spec.id: spec.one_of or spec.id for spec in kind.sections if spec.id in kind.core}
