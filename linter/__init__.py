"""A linter for runbooks, playbooks, post-mortems and communication templates.

What stands in `__all__` is the public API, stable within a major version.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from linter.model.finding import Edit, Finding, Fix, Problem
    from linter.model.page import Page
    from linter.model.span import Position, Span
    from linter.project.project import Project
    from linter.rules.rule import PageRule, ProjectRule
    from linter.site.dashboards.dashboard import Dashboard
    from linter.site.knowledge_base import KnowledgeBase, PageRecord
    from linter.site.parts import Bar, Bars, Column, Number, Numbers, PageLink, Table, Text

__version__ = "0.1.0"

__all__ = [
    "Bar",
    "Bars",
    "Column",
    "Dashboard",
    "Edit",
    "Finding",
    "Fix",
    "KnowledgeBase",
    "Number",
    "Numbers",
    "Page",
    "PageLink",
    "PageRecord",
    "PageRule",
    "Position",
    "Problem",
    "Project",
    "ProjectRule",
    "Span",
    "Table",
    "Text",
    "__version__",
]

_HOMES = {
    "Bar": "linter.site.parts",
    "Bars": "linter.site.parts",
    "Column": "linter.site.parts",
    "Dashboard": "linter.site.dashboards.dashboard",
    "Edit": "linter.model.finding",
    "Finding": "linter.model.finding",
    "Fix": "linter.model.finding",
    "KnowledgeBase": "linter.site.knowledge_base",
    "Number": "linter.site.parts",
    "Numbers": "linter.site.parts",
    "Page": "linter.model.page",
    "PageLink": "linter.site.parts",
    "PageRecord": "linter.site.knowledge_base",
    "PageRule": "linter.rules.rule",
    "Position": "linter.model.span",
    "Problem": "linter.model.finding",
    "Project": "linter.project.project",
    "ProjectRule": "linter.rules.rule",
    "Span": "linter.model.span",
    "Table": "linter.site.parts",
    "Text": "linter.site.parts",
}


def __getattr__(name: str) -> object:
    """Import a public name on first use, so that the command line pays only for what it needs."""
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'linter' has no attribute {name!r}")
