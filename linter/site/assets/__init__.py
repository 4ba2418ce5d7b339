"""The site's style sheet and scripts: plain files, joined into one of each."""

from __future__ import annotations

from importlib.resources import files

ASSETS = "assets/runbook-linter"
"""Where they are published, below the site's own folder."""

_STYLES = ("page.css", "dashboards.css", "code.css", "print.css")
_SCRIPTS = ("page.js", "ages.js", "tables.js", "fill.js", "copy.js", "steps.js", "alerts.js")


def style_sheet() -> str:
    """All styles."""
    return _joined(_STYLES)


def scripts() -> str:
    """All scripts, in the order in which they need each other."""
    return _joined(_SCRIPTS)


def published() -> list[tuple[str, str]]:
    """The files that a site publishes: name and content. The worker lets the search run from a folder."""
    return [("site.css", style_sheet()), ("site.js", scripts()), ("iframe-worker.js", _joined(("iframe-worker.js",)))]


def _joined(names: tuple[str, ...]) -> str:
    folder = files(__package__)
    return "\n".join((folder / name).read_text(encoding="utf-8") for name in names)
