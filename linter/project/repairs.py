"""What a dead link was meant to lead to: candidates, best first, and which of them Git proves.

Git is asked first: what the file, its folder or the linking page is called now. Then come forms of the same path
(extension, root, depth, capitals), the same name elsewhere, and names spelled alike.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher, get_close_matches
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from linter.project.file_index import likeness, plain

if TYPE_CHECKING:
    from linter.project.history import Rename
    from linter.project.project import Project

_MOST = 3
_SUFFIXES = (".md", ".markdown")
_INDEXES = ("index.md", "README.md", "_index.md", "readme.md")
# Runbooks are written from a template, so Git may take a new page for a renamed one: below this it is no proof.
_PROOF = 60
_MOST_COMPARED = 3000
_ALIKE = 0.6


class Repair(NamedTuple):
    """A file that was probably meant. `likely` goes from 0 to 1; `rename` is Git's proof, where it has one."""

    path: str
    likely: float
    rename: Rename | None = None


def repairs(page: str, written: str, missing: str, project: Project) -> list[Repair]:
    """The files that a target probably meant, best first, three at most.

    `page` is the linking page, `written` the path as it stands there, decoded, and `missing` what it resolves to.
    """
    search = _Search(page, written, missing, project)
    found = _ranked(_beyond_stubs(_ranked(search.candidates()), project))
    # A folder that is merely called alike is not meant where the page itself lies in it.
    return [repair for repair in found if repair.path != page and not page.startswith(f"{repair.path}/")][:_MOST]


def as_target(page: str, path: str, written: str, site_root: str | None) -> str:
    """A repair in the form in which the link was written: from the root or relative, with or without `./`."""
    if written.startswith("/") and site_root is not None:
        return "/" + quote(posixpath.relpath(path, site_root.strip("/") or "."), safe="/+@,:()")
    relative = posixpath.relpath(path, posixpath.dirname(page) or ".")
    if written.startswith("./") and not relative.startswith("../"):
        relative = f"./{relative}"
    return quote(relative, safe="/+@,:")


def _ranked(candidates: Iterator[Repair]) -> list[Repair]:
    best: dict[str, Repair] = {}
    for candidate in candidates:
        known = best.get(candidate.path)
        if known is None or candidate.likely > known.likely:
            best[candidate.path] = candidate._replace(rename=candidate.rename or (known.rename if known else None))
    return sorted(best.values(), key=lambda repair: (-repair.likely, repair.path))


def _beyond_stubs(found: list[Repair], project: Project) -> Iterator[Repair]:
    """The candidates; for a page that only says "moved to …" the page it names, or less hope."""
    for repair in found:
        moved = project.moved_to(repair.path) if repair.path.endswith(_SUFFIXES) else None
        if moved is None:
            yield repair
        else:
            yield repair._replace(likely=repair.likely - 0.2)
            if moved:
                yield Repair(moved, repair.likely)


class _Search:
    """One dead target, and the ways to look for what it meant."""

    def __init__(self, page: str, written: str, missing: str, project: Project) -> None:
        self.page = page
        self.folder = posixpath.dirname(page)
        self.written = written.rstrip("/")
        self.missing = missing.rstrip("/")
        self.project = project
        self.tree = project.tree
        self.renames = project.history.renames

    def candidates(self) -> Iterator[Repair]:
        yield from self._renamed()
        yield from self._as_folder_was_renamed()
        yield from self._as_page_was_moved()
        yield from self._as_others_were_changed()
        yield from self._other_forms()
        yield from self._elsewhere()
        yield from self._alike()

    def _renamed(self) -> Iterator[Repair]:
        for form in _forms(self.missing):
            rename = self.renames.get(form)
            if rename and self.tree.is_file(rename.path):
                proven = rename.likeness >= _PROOF or is_same_name(form, rename.path)
                yield Repair(rename.path, 1.0 if proven else 0.85, rename if proven else None)

    def _as_folder_was_renamed(self) -> Iterator[Repair]:
        """The file at the same place below what its folder is called now."""
        head, tail = posixpath.split(self.missing)
        while head:
            for now in self.project.renamed_folders.get(head, ()):
                for form in _forms(posixpath.join(now, tail)):
                    if self.tree.is_file(form):
                        yield Repair(form, 0.96)
            head, name = posixpath.split(head)
            tail = posixpath.join(name, tail)

    def _as_page_was_moved(self) -> Iterator[Repair]:
        """The link was right where its page lay before."""
        for before, rename in self.renames.items():
            if rename.path != self.page or posixpath.dirname(before) == self.folder:
                continue
            for form in _forms(_join(posixpath.dirname(before), self.written)):
                if self.tree.is_file(form):
                    yield Repair(form, 0.99, rename if rename.likeness >= _PROOF else None)
                then = self.renames.get(form)
                if then and self.tree.is_file(then.path):
                    yield Repair(then.path, 0.985, then if then.likeness >= _PROOF else None)

    def _as_others_were_changed(self) -> Iterator[Repair]:
        """What the commit that deleted the file made of other links to it."""
        for form in _forms(self.missing):
            gone = self.project.history.deletions.get(form)
            now = self.project.links_replaced_by(gone.commit).get(form, "") if gone else ""
            if now and self.tree.is_file(now):
                yield Repair(now, 0.955)

    def _other_forms(self) -> Iterator[Repair]:
        """Another extension, another root, another depth, other capitals."""
        for form in _forms(self.missing):
            if self.tree.is_file(form) and form != self.page:
                yield Repair(form, 0.97)
        bare = self.written.lstrip("/")
        while bare.startswith(("../", "./")):
            bare = bare.partition("/")[2]
        base = self.folder
        distance = 0
        while bare:
            for form in _forms(bare):
                path = posixpath.normpath(posixpath.join(base, form))
                if self._is_there(path):
                    yield Repair(path, 0.95 - 0.005 * distance)
            if not base:
                break
            base = posixpath.dirname(base)
            distance += 1
        if bare:
            for form in _forms(bare):
                path = posixpath.normpath(posixpath.join(self.project.docs, form))
                if self._is_there(path):
                    yield Repair(path, 0.945)

    def _elsewhere(self) -> Iterator[Repair]:
        """The same name in another folder, capitals and separators aside."""
        name = posixpath.basename(self.missing)
        own = plain(name)
        for path in self.project.files.named(name):
            exact = posixpath.basename(path) == name
            same_folder = posixpath.dirname(path) == posixpath.dirname(self.missing)
            at_best = 0.94 if same_folder else 0.88 if exact else 0.84
            yield Repair(path, at_best - 0.2 * (1 - self._nearness(path)))
        beside = posixpath.dirname(self.missing)
        for other in self.tree.names(beside):
            path = posixpath.join(beside, other)
            if plain(other) == own and self._is_there(path) and path != self.page:
                yield Repair(path, 0.94)
        if not posixpath.splitext(name)[1]:
            for path in self.project.files.folders.get(own, ()):
                yield Repair(path, 0.9 - 0.2 * (1 - self._nearness(path)))
        # The page of a folder: `different_roles/` for `different_roles.md`, and the other way round.
        for index in (*self.project.files.named("readme"), *self.project.files.named("index")):
            if plain(posixpath.basename(posixpath.dirname(index))) == own:
                yield Repair(index, 0.86 - 0.2 * (1 - self._nearness(index)))

    def _alike(self) -> Iterator[Repair]:
        """A name spelled alike: first in the same folder, then anywhere."""
        name = posixpath.basename(self.missing)
        suffix = posixpath.splitext(name)[1].lower()
        if not re.fullmatch(r"\.[a-z]{2,4}", suffix) or suffix.startswith(".md"):
            name, suffix = posixpath.splitext(name)[0], ".md" if suffix else ""
        own = plain(name)
        continues = re.compile(re.escape(posixpath.splitext(name)[0].casefold()) + r"[-_. ]")
        for path in self.project.files.below(posixpath.dirname(self.missing)):
            if suffix and not path.lower().endswith(suffix):
                continue
            other = posixpath.basename(path)
            # `ha.md` became `ha-mode.md`: one name continues the other after a separator.
            continued = continues.match(posixpath.splitext(other)[0].casefold())
            alike = likeness(name, other, 0.0 if continued else _ALIKE)
            if alike >= _ALIKE:
                yield Repair(path, 0.92 * alike)
            if continued:
                yield Repair(path, 0.84 + 0.05 * alike)
        for kind in (
            (self.project.files.by_name,) if suffix else (self.project.files.by_name, self.project.files.folders)
        ):
            if len(kind) > _MOST_COMPARED:
                continue
            for near in get_close_matches(own, kind, 5, 0.75):
                alike = SequenceMatcher(None, own, near).ratio()
                for path in kind[near]:
                    if not suffix or path.lower().endswith(suffix):
                        yield Repair(path, 0.85 * alike - 0.2 * (1 - self._nearness(path)))

    def _is_there(self, path: str) -> bool:
        """True for a file; for a folder only where the target is written as one, or as none of both."""
        return self.tree.is_file(path) or (not posixpath.splitext(self.written)[1] and self.tree.is_dir(path))

    def _nearness(self, path: str) -> float:
        """How much of the way to a path is that of the missing one, from 0 to 1."""
        wanted = posixpath.dirname(self.missing).split("/") if posixpath.dirname(self.missing) else []
        there = posixpath.dirname(path).split("/") if posixpath.dirname(path) else []
        if not wanted and not there:
            return 1.0
        return SequenceMatcher(None, [plain(part) for part in wanted], [plain(part) for part in there]).ratio()


def _forms(path: str) -> Sequence[str]:
    """A path with a forgotten, doubled or published extension mended, and the page of a folder."""
    stem, suffix = posixpath.splitext(path)
    forms = [path]
    if suffix in _SUFFIXES:
        inner = posixpath.splitext(stem)[1]
        forms += (
            [stem] if inner in _SUFFIXES else [other for other in (stem + ".markdown", stem + ".md") if other != path]
        )
        forms += [posixpath.join(stem, index) for index in _INDEXES]
        if posixpath.basename(path) in _INDEXES:
            # A generator's own name for it: `db/README.md` became `db/_index.md`.
            forms += [posixpath.join(posixpath.dirname(path), index) for index in _INDEXES]
    elif suffix in (".html", ".htm"):
        is_index = posixpath.basename(stem) == "index"
        forms += [stem + ".md", *(posixpath.join(posixpath.dirname(path), index) for index in _INDEXES if is_index)]
    else:
        forms += [path + ".md", path + ".markdown", *(posixpath.join(path, index) for index in _INDEXES)]
    return forms


def _join(folder: str, written: str) -> str:
    return posixpath.normpath(posixpath.join(folder, written.lstrip("/") if written.startswith("/") else written))


def is_same_name(one: str, other: str) -> bool:
    """True for two paths whose last part is the same, capitals and separators aside."""
    return plain(posixpath.basename(one)) == plain(posixpath.basename(other))
