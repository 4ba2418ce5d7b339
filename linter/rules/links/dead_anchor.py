"""A link with a `#fragment` leads to a heading that is there.

A renamed heading breaks every link to it, silently: the page opens at the top, and the reader searches.
Anchors are made as the site makes them (mkdocs, pymdownx, GitHub, GitLab, Hugo, Middleman, a wiki of Azure DevOps:
found from what lies in the repository, or set by `links: {flavour: …}`), for pages outside of the site's folder as
GitHub or GitLab make them; explicit ids, HTML ids and footnotes count. Where macros or includes may add headings that
nobody sees here, a missing anchor is only a hint.

## Bad
~~~markdown
# Disk full

See [how to clean up](#cleaning-up).

## Clean up

Delete old files.
~~~

## Good
~~~markdown
# Disk full

See [how to clean up](#clean-up).

## Clean up

Delete old files.
~~~

## Fix
Safe where Git shows that the heading was only given a new title: writes its anchor.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from linter.model.finding import Edit, Fix, Problem
from linter.model.page import Page
from linter.rules.links.local_links import links_of, resolved
from linter.rules.links.repairing import Offer
from linter.rules.rule import ProjectRule

if TYPE_CHECKING:
    from linter.project.moved_anchors import MovedAnchors
    from linter.project.project import Project
    from linter.project.resolve import Target


class DeadAnchor(ProjectRule):
    code = "L102"
    name = "dead-anchor"
    severity = "warning"
    needs_git = True

    def collect(self, source: Page) -> Iterator[Any]:
        return (fact for fact in links_of(source) if "#" in fact[0])

    def check(self, project: Project) -> Iterator[Problem]:
        dead = [link for link in resolved(project, DeadAnchor) if _is_dead(link[3], project)]
        moved = _moved({found.path for *_, found in dead}, project) if dead and project.suggest else None
        for path, target, place, found in dead:
            where = "this page" if found.path == path else f"`{found.path}`"
            hint, names, fix = _offer(project, path, target, place, found, moved) if moved else Offer("")
            anchors = project.anchors(found.path)
            yield self.finding(
                path,
                place,
                f"dead anchor: {where} has no heading `#{found.fragment}`{hint}",
                subject=target,
                suggestions=names,
                fix=fix,
                severity="info" if anchors and anchors.uncertain else None,
            )


def _is_dead(found: Target, project: Project) -> bool:
    if found.state != "found" or not found.fragment or not found.path.endswith((".md", ".markdown")):
        return False
    anchors = project.anchors(found.path)
    return anchors is not None and not anchors.has(found.fragment, project.site.showing(found.path))


def _moved(paths: Collection[str], project: Project) -> MovedAnchors:
    # Most knowledge bases have no dead anchor.
    from linter.project.moved_anchors import MovedAnchors

    return MovedAnchors(paths, project)


def _offer(
    project: Project, page: str, target: str, place: tuple[int, int], found: Target, moved: MovedAnchors
) -> Offer:
    """What to say of the anchor that was meant."""
    from linter.project.repairs import as_target

    anchors = project.anchors(found.path)
    near = anchors.near(found.fragment, project.site.showing(found.path)) if anchors else []
    before = target.partition("#")[0]
    names = [f"{before}#{name}" for name in near]
    now = moved.now(found.path, found.fragment)
    if now:
        names = [f"{before}#{now.anchor}", *(name for name in names if name != f"{before}#{now.anchor}")]
        fix = Fix((Edit(*place, names[0]),), True) if now.proven else None
        return Offer(f"; the heading is `#{now.anchor}` now", names, fix)
    if near:
        return Offer(f"; did you mean `#{near[0]}`?", names)
    others = moved.elsewhere(found.path, found.fragment)
    names = [as_target(page, other.path, "", None) + f"#{other.anchor}" for other in others]
    return Offer(f"; `{others[0].path}` has it: `{names[0]}`" if others else "", names)
