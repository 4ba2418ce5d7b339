"""The facts that the rules about links inside the repository collect, and what they resolve to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from linter.model.document import Image, Link
from linter.model.page import Page
from linter.project.resolve import Target, is_external, resolve

if TYPE_CHECKING:
    from linter.project.project import Project
    from linter.rules.rule import ProjectRule


def local_targets(nodes: Sequence[Link] | Sequence[Image]) -> Iterator[list[Any]]:
    """[target, start, end, is raw HTML] of each link or image that is no external URL."""
    for node in nodes:
        if node.form not in ("autolink", "bare") and not is_external(node.target):
            span = node.target_span if node.target_span.end > node.target_span.start else node.span
            yield [node.target, span.start, span.end, node.form == "html"]


def web_targets(page: Page) -> Iterator[list[Any]]:
    """[URL, start, end] of each link and image of a page that leads to another site."""
    nodes: Sequence[Link | Image] = (*page.links, *page.images)
    for node in nodes:
        if node.target.startswith(("http://", "https://")):
            span = node.target_span if node.target_span.end > node.target_span.start else node.span
            yield [node.target, span.start, span.end]


def resolved(project: Project, rule: type[ProjectRule]) -> Iterator[tuple[str, str, tuple[int, int], Target]]:
    """(page, target as written, place, where it leads) for each fact of `rule`."""
    known: dict[tuple[str, str, bool], Target] = {}
    root = project.config.links.site_root
    for path, (target, start, end, html) in project.facts(rule):
        key = (path, target, html)
        if key not in known:
            known[key] = resolve(path, target, project.site, project.tree, root, html=html)
        yield path, target, (start, end), known[key]


def links_of(page: Page) -> Iterator[list[Any]]:
    """The local links of a page."""
    return local_targets(page.links)
