"""Where the things that dashboards and page parts mention can be read. Each generator has its own answer."""

from __future__ import annotations

from typing import Protocol


class Links(Protocol):
    """Answers are URLs relative to the page that is being written; None where there is nothing to link to."""

    def page(self, path: str) -> str | None:
        """A page of the knowledge base, by its path relative to the root."""

    def rule(self, name: str) -> str | None:
        """The documentation of a rule."""

    def dashboard(self, name: str) -> str | None:
        """A dashboard, by its name."""
