"""`llms.txt`: the knowledge base for assistants, by https://llmstxt.org. Each page is there as Markdown, too."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from linter.site.as_markdown import escape_markdown
from linter.site.dashboards.alerts import alerts_of
from linter.site.knowledge_base import PageRecord

_TITLES = {
    "runbook": "Runbooks",
    "playbook": "Playbooks",
    "post-mortem": "Post-mortems",
    "communication": "Communication templates",
}
_LAST = "Optional"


def llms_txt(name: str, description: str, pages: Iterable[PageRecord], url: Callable[[PageRecord], str | None]) -> str:
    """The list of pages by kind. `url` says where a page's Markdown is; a page without is left out."""
    sections: dict[str, list[str]] = {title: [] for title in _TITLES.values()}
    others: list[str] = []
    for page in pages:
        where = url(page)
        if where is None or page.status == "retired":
            continue
        line = f"- [{escape_markdown(page.title)}](<{where}>){_about(page)}"
        if page.kind in _TITLES:
            sections[_TITLES[page.kind]].append(line)
        else:
            others.append(line)
    lines = [f"# {escape_markdown(name)}"]
    if description:
        lines += ["", f"> {escape_markdown(description)}"]
    for title, found in [*sections.items(), (_LAST, others)]:
        if found:
            lines += ["", f"## {title}", "", *found]
    return "\n".join(lines) + "\n"


def _about(page: PageRecord) -> str:
    said = [escape_markdown(page.description)] if page.description else []
    alerts = alerts_of(page)
    if alerts and alerts != (page.title,):
        said.append(f"alerts {', '.join(map(escape_markdown, alerts))}")
    if page.services:
        said.append(f"service {', '.join(map(escape_markdown, page.services))}")
    if page.operational and page.verified:
        said.append(f"last verified {page.verified.isoformat()}")
    return f": {'; '.join(said)}" if said else ""
