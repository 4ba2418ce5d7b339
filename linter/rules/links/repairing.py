"""What the rules about dead targets say of the file that was meant, and the fix where Git proves it."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from linter.model.finding import Edit, Fix
from linter.project.resolve import Target, split

if TYPE_CHECKING:
    from linter.project.project import Project


class Offer(NamedTuple):
    """The end of a message, the targets that may have been meant, and the safe fix, where there is one."""

    hint: str
    suggestions: Sequence[str] = ()
    fix: Fix | None = None


def offer(project: Project, page: str, target: str, place: tuple[int, int], found: Target) -> Offer:
    """What to say of a dead target of `page`; `found` is what it resolves to."""
    if not project.suggest:
        return Offer("")
    # Most pages have no dead link.
    from linter.project.repairs import as_target, is_same_name, repairs

    written = split(target)[0]
    from_root = written.startswith("/")
    source = posixpath.normpath(posixpath.join(posixpath.dirname(page), written))
    if not from_root and project.site.is_mkdocs and project.tree.is_file(source):
        return Offer(" on the site, where raw HTML is resolved against the page's address: write it in Markdown")
    if from_root and project.site.is_mkdocs and project.tree.is_file(found.path):
        meant = as_target(page, found.path, "", None) + target[len(target.partition("#")[0]) :]
        return Offer(f" on the site: mkdocs leaves links from the root as they are; write `{meant}`", [meant])
    near = [
        repair
        for repair in repairs(page, written, found.path, project)
        if repair.rename or is_same_name(found.path, repair.path) or _has_anchor(project, repair.path, found.fragment)
    ]
    if not near:
        gone = project.history.deletions.get(found.path)
        return Offer(f"; it was deleted on {gone.day} ({gone.commit})" if gone else "")
    tail = target[len(target.partition("#")[0]) :]
    suggestions = [as_target(page, repair.path, written, project.config.links.site_root) + tail for repair in near]
    rename = near[0].rename
    if rename is None:
        return Offer(f"; did you mean `{suggestions[0]}`?", suggestions)
    why = f"; it was renamed on {rename.day} ({rename.commit}): `{suggestions[0]}`"
    if rename.path == page and rename.path != near[0].path:
        why = f": this page was moved on {rename.day} ({rename.commit}); now it is `{suggestions[0]}`"
    return Offer(why, suggestions, Fix((Edit(*place, suggestions[0]),), True))


def _has_anchor(project: Project, path: str, fragment: str) -> bool:
    """False for a page that lacks the heading a link names: it is hardly the one that was meant."""
    if not fragment or not path.endswith((".md", ".markdown")):
        return True
    anchors = project.anchors(path)
    return anchors is None or anchors.uncertain or anchors.has(fragment, project.site.showing(path))
