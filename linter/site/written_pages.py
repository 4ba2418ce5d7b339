"""The dashboards as Markdown, JSON and SVG files, for any site generator."""

from __future__ import annotations

import json
import os
from pathlib import Path
from urllib.parse import quote

from linter.files import write_atomically
from linter.site.as_markdown import escape_markdown, part_as_json, part_as_markdown
from linter.site.charts import picture_of
from linter.site.dashboards.dashboard import Dashboard
from linter.site.knowledge_base import KnowledgeBase
from linter.site.parts import Bars, Curve


def write_pages(base: KnowledgeBase, dashboards: list[Dashboard], folder: Path) -> list[Path]:
    """Write each dashboard into `folder`, which is made where it is missing; the files written. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for dashboard in dashboards:
        links = _FolderLinks(base, Path(os.path.realpath(folder)), {other.name for other in dashboards})
        parts = list(dashboard.parts(base))
        shown: list[str] = []
        for part in parts:
            name = ""
            if isinstance(part, Bars | Curve):
                name = f"{dashboard.name}-{part.name}.svg"
                written.append(folder / name)
                write_atomically(folder / name, picture_of(part) + "\n")
            shown.append(part_as_markdown(part, links, name))
        # `kind: page`: a dashboard that lies among the pages it speaks of is none of them.
        text = f"---\nkind: page\ntitle: {dashboard.title}\n---\n# {escape_markdown(dashboard.title)}\n\n"
        write_atomically(folder / f"{dashboard.name}.md", text + "\n\n".join(shown) + "\n")
        values = {
            "version": 1,
            "name": dashboard.name,
            "title": dashboard.title,
            "today": base.today.isoformat(),
            "parts": [part_as_json(part) for part in parts],
        }
        write_atomically(folder / f"{dashboard.name}.json", json.dumps(values, ensure_ascii=False, indent=1) + "\n")
        written += [folder / f"{dashboard.name}.md", folder / f"{dashboard.name}.json"]
    return written


class _FolderLinks:
    """Links between Markdown files, relative to the folder they are written to."""

    def __init__(self, base: KnowledgeBase, folder: Path, dashboards: set[str]) -> None:
        self._base = base
        self._folder = folder
        self._dashboards = dashboards

    def page(self, path: str) -> str | None:
        if path not in self._base.by_path:
            return None
        relative = os.path.relpath(self._base.run.root / path, self._folder).replace(os.sep, "/")
        return quote(relative)

    def rule(self, name: str) -> str | None:
        return None

    def dashboard(self, name: str) -> str | None:
        return f"{name}.md" if name in self._dashboards else None
