"""The links of one page after a move."""

from __future__ import annotations

import posixpath

from linter.model.document import Document
from linter.model.finding import Edit
from linter.model.span import Span
from linter.moving.moved_tree import Move, MovedTree
from linter.moving.plan import Reference, Rewrite, by_hand, cut, place_of, references, rewritten_page
from linter.moving.successors import moved_successor
from linter.moving.target_forms import Place, candidates, named_from, relative_target
from linter.moving.urls import MovedUrls
from linter.moving.yaml_values import yaml_edit
from linter.project.project import Project
from linter.project.resolve import Target, is_external, resolve


class MovedLinks:
    """Rewrites the pages of a knowledge base for a move. `left` gathers what it cannot, one line each."""

    def __init__(self, project: Project, move: Move) -> None:
        self._project = project
        self._move = move
        self._tree = MovedTree(project.tree, move)
        self._urls = MovedUrls(project, move)
        self._root = project.config.links.site_root
        self.left: list[str] = []

    def page(self, path: str, document: Document) -> Rewrite | None:
        """The page at `path` with its links rewritten; None where nothing changes. Raises PlanError."""
        targets: dict[Span, str] = {}
        for reference in references(document):
            made = self._target(path, document, reference)
            if made is not None and made != reference.raw:
                targets[reference.span] = made
        return rewritten_page(path, document, targets, self._successor(path, document))

    def _target(self, path: str, document: Document, reference: Reference) -> str | None:
        """The new raw target of a reference, None where it stays."""
        if is_external(reference.target) or reference.form in ("autolink", "bare"):
            return self._url(path, document, reference)
        after = self._move.of(path)
        before = self._resolve(path, reference)
        if before.state != "found":
            return self._carried(path, reference, before)
        wanted = self._move.of(before.path)
        still = resolve(after, reference.target, self._project.site, self._tree, self._root, html=reference.html)
        moved = after != path or wanted != before.path
        if not moved or (still.state == "found" and still.path == wanted):
            return None
        parts = cut(reference)
        if parts is not None:
            places = Place(path, reference.html), Place(after, reference.html)
            for made in candidates(parts[0], *places, before.path, wanted, self._project.site, self._root):
                found = resolve(after, made, self._project.site, self._tree, self._root, html=reference.html)
                if found.state == "found" and found.path == wanted and made:
                    return made + parts[1]
        if wanted != before.path or still.state == "missing":
            self._leave(path, document, reference.span, reference.target)
        return None

    def _resolve(self, path: str, reference: Reference) -> Target:
        site, tree = self._project.site, self._project.tree
        return resolve(path, reference.target, site, tree, self._root, html=reference.html)

    def _carried(self, path: str, reference: Reference, before: Target) -> str | None:
        """A path that leads out of the knowledge base, or nowhere: it goes on naming the same."""
        parts = cut(reference)
        if parts is None or not parts[0] or parts[0].startswith("/") or "{" in parts[0]:
            return None
        # A blank to be filled in, such as `TODO`, is no path.
        if before.state == "missing" and "/" not in parts[0] and not posixpath.splitext(parts[0])[1]:
            return None
        # Raw HTML that is dead on the site was meant as on a forge, relative to the page's file.
        html = reference.html and before.state != "missing"
        place, site = Place(self._move.of(path), html), self._project.site
        named = self._move.of(named_from(parts[0], Place(path, html), site))
        if named == named_from(parts[0], place, site):
            return None
        return relative_target(named, place, site, parts[0]) + parts[1]

    def _url(self, path: str, document: Document, reference: Reference) -> str | None:
        if not self._urls.moved_page(reference.target):
            return None
        made = self._urls.now(reference.target)
        if made is None or reference.raw != reference.target:
            self._leave(path, document, reference.span, reference.target)
            return None
        return made

    def _successor(self, path: str, document: Document) -> list[Edit]:
        value = document.front_matter.data.get("successor")
        if not isinstance(value, str) or is_external(value):
            return []
        made = moved_successor(path, value, self._project, self._move, self._tree)
        if made == value:
            return []
        span = document.front_matter.values["successor"]
        place = place_of(document.text, span, value)
        if made is None or place is None:
            self._leave(path, document, span, value)
            return []
        return [yaml_edit(document.text, place, made)]

    def _leave(self, path: str, document: Document, span: Span, target: str) -> None:
        self.left.append(by_hand(path, document.text, span, target))
