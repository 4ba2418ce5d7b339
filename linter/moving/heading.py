"""Planning a heading's new name: the heading, and every link to its anchor."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from urllib.parse import unquote

from linter.fixing import apply_edits
from linter.model.document import Document, Heading
from linter.model.finding import Edit
from linter.model.span import Span
from linter.moving.plan import (
    Plan,
    PlanError,
    Reference,
    Rewrite,
    by_hand,
    in_order,
    line_of,
    place_of,
    read,
    references,
    rewritten_page,
)
from linter.moving.target_forms import encoded
from linter.moving.yaml_values import yaml_edit
from linter.parsing import parse
from linter.project.anchors import PageAnchors, places_on
from linter.project.project import Project
from linter.project.resolve import is_external, resolve
from linter.project.successors import successor_file


def plan_heading(project: Project, page: str, old: str, new: str, pages: Sequence[str]) -> Plan:
    """What giving a heading another text changes. Raises PlanError. `pages` are those whose links are looked at."""
    document = parse(read(project, page))
    heading = _heading(document, page, old)
    edit = Edit(*heading.text_span, new)
    anchors = _new_anchors(project, page, document, edit)
    renaming = _Renaming(project, page, anchors)
    rewrites = [
        renaming.page(path, document if path == page else parse(read(project, path)), [edit] if path == page else [])
        for path in dict.fromkeys([page, *pages])
    ]
    done = f"{page}:{line_of(document.text, edit.start)}: `{old}` is now `{new}`"
    return Plan(in_order([*rewrites, *renaming.alert_files()]), tuple(renaming.notes), done=done)


def _heading(document: Document, page: str, text: str) -> Heading:
    found = [heading for heading in document.headings if heading.text == text]
    if len(found) == 1:
        return found[0]
    if found:
        lines = ", ".join(str(line_of(document.text, heading.span.start)) for heading in found)
        raise PlanError(
            f"{page}: {len(found)} headings are called `{text}`, in lines {lines}; change one by hand first"
        )
    names = list(dict.fromkeys(heading.text for heading in document.headings))
    folded = {name.casefold(): name for name in names}
    near = [folded[name] for name in get_close_matches(text.casefold(), folded, 3)] or names[:8]
    meant = f"; there are: {', '.join(f'`{name}`' for name in near)}" if near else ""
    raise PlanError(f"{page}: no heading is called `{text}`{meant}")


def _new_anchors(project: Project, page: str, document: Document, edit: Edit) -> Mapping[str, str]:
    """The anchors of the page that change, old to new: other headings of the same name are counted anew."""
    after = parse(apply_edits(document.text, [edit]))
    read_back = [(heading.level, heading.span.start) for heading in after.headings]
    grown = len(edit.text) - (edit.end - edit.start)
    wanted = [(h.level, h.span.start + (grown if h.span.start > edit.start else 0)) for h in document.headings]
    at = next(at for at, heading in enumerate(document.headings) if heading.text_span.start == edit.start)
    if "\n" in edit.text or read_back != wanted or not after.headings[at].text:
        raise PlanError(f"{page}: `{edit.text}` would not be read back as the text of this heading")
    before = PageAnchors(places_on(document))
    site = project.site.showing(page)
    pairs = zip(before.of_headings(site), PageAnchors(places_on(after)).of_headings(site), strict=True)
    return {old: new for old, new in pairs if old != new and old not in before.explicit}


class _Renaming:
    """Rewrites links to anchors of one page."""

    def __init__(self, project: Project, page: str, anchors: Mapping[str, str]) -> None:
        self._project = project
        self._page = page
        self._anchors = anchors
        self.notes: list[str] = []

    def page(self, path: str, document: Document, edits: Sequence[Edit]) -> Rewrite | None:
        """A page with its links to the anchors, and other edits. The latter are no references."""
        targets: dict[Span, str] = {}
        for reference in references(document) if self._anchors else ():
            if "#" in reference.target and self._leads_here(path, reference):
                made = self._with_anchor(reference.raw)
                if made is not None:
                    targets[reference.span] = made
        rewrite = rewritten_page(path, document, targets, [*edits, *self._successor(path, document)])
        return rewrite._replace(references=rewrite.references - len(edits)) if rewrite else None

    def alert_files(self) -> list[Rewrite]:
        """The files of alert rules with their addresses of the anchors."""
        rewrites = []
        for file in self._project.alert_files if self._anchors else ():
            edits: dict[Span, Edit] = {}
            for rule in file.rules:
                url = rule.runbook_url
                made = self._with_anchor(url) if self._is_address(url) else None
                if made is None:
                    continue
                span = rule.place("annotations.runbook_url", "annotations.runbook")
                place = place_of(file.text, span, url)
                if place is None:
                    self.notes.append(by_hand(file.path, file.text, span, url))
                else:
                    edits[place] = yaml_edit(file.text, place, made)
            if edits:
                rewrites.append(Rewrite(file.path, file.text, apply_edits(file.text, edits.values()), len(edits)))
        return rewrites

    def _leads_here(self, path: str, reference: Reference) -> bool:
        if is_external(reference.target) or reference.form in ("autolink", "bare"):
            return self._is_address(reference.target)
        project = self._project
        root = project.config.links.site_root
        found = resolve(path, reference.target, project.site, project.tree, root, html=reference.html)
        return found.state == "found" and found.path == self._page

    def _is_address(self, url: str) -> bool:
        return "{{" not in url and self._project.urls.page(url).page == self._page

    def _successor(self, path: str, document: Document) -> list[Edit]:
        value = document.front_matter.data.get("successor")
        if not self._anchors or not isinstance(value, str) or is_external(value):
            return []
        made = self._with_anchor(value)
        if made is None or successor_file(path, value, self._project.docs, self._project.tree) != self._page:
            return []
        place = place_of(document.text, document.front_matter.values["successor"], value)
        return [yaml_edit(document.text, place, made)] if place else []

    def _with_anchor(self, raw: str) -> str | None:
        """A target with the new anchor, None where it names another one."""
        found = re.fullmatch(r"([^#]*#)(.*?)(:~:.*)?", raw, re.DOTALL)
        anchor = self._anchors.get(unquote(found[2])) if found else None
        return f"{found[1]}{encoded(anchor, found[2])}{found[3] or ''}" if found and anchor is not None else None
