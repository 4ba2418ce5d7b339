"""`/alerts/<AlertName>/`: an address for each alert that stays the same when its runbook moves.

Written for static hosting: a page for each name, and for the names that nobody knows a script on the site's own
"not found" page.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path

from linter.site.dashboards.alerts import alerts_of
from linter.site.knowledge_base import KnowledgeBase, PageRecord

_NAME = re.compile(r"\w[\w.:-]{0,200}", re.ASCII)
_MARK = '<meta name="generator" content="runbook-linter">'
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
{mark}
<meta name="robots" content="noindex">
<title>{name}</title>
<link rel="canonical" href="{url}">
<script>location.replace({target} + location.search + location.hash)</script>
<noscript><meta http-equiv="refresh" content="0; url={url}"></noscript>
</head>
<body><a href="{url}">The runbook of {name}</a></body>
</html>
"""


def alert_targets(base: KnowledgeBase) -> dict[str, str]:
    """The page for each alert name: of its rule, of the runbook that names it, of a retired runbook's successor."""
    found: dict[str, str] = {}
    for alert in base.coverage.alerts:
        if alert.page in base.by_path:
            found.setdefault(alert.rule.name, _in_force(base, base.by_path[alert.page]).path)
    for page in base.pages:
        for name in alerts_of(page):
            found.setdefault(name, page.path)
    for page in base.pages:
        if page.kind == "runbook":
            for name in (*page.alerts, *page.aliases):
                found.setdefault(name, _in_force(base, page).path)
    return {name: path for name, path in sorted(found.items()) if _NAME.fullmatch(name)}


def write_redirects(
    targets: Mapping[str, str], folder: Path, url_from: Callable[[str, str], str | None]
) -> dict[str, str]:
    """Write `<folder>/<name>/index.html` for each name, but over nobody's page; the names written, with their URLs.

    `url_from` gives the URL of a page relative to the folder of a name; None where it is not published.
    """
    written: dict[str, str] = {}
    for name, path in targets.items():
        url = url_from(name, path)
        place = folder / name / "index.html"
        if url is None or (place.exists() and _MARK not in place.read_text(encoding="utf-8", errors="replace")):
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        page = _PAGE.format(mark=_MARK, name=escape(name), url=escape(url), target=_script_text(url))
        place.write_text(page, encoding="utf-8")
        written[name] = url
    return written


def not_found_data(folder: str, home: str, names: Mapping[str, str]) -> str:
    """For the "not found" page: the folder of the alerts below `home`, the site's root, and the URL for each name."""
    text = _script_text({"folder": folder, "home": home, "names": names})
    return f'<script type="application/json" id="rl-alert-names">{text}</script>'


def _script_text(value: object) -> str:
    """A value as JSON that no HTML parser leaves early."""
    return json.dumps(value, separators=(",", ":")).replace("<", "\\u003c")


def _in_force(base: KnowledgeBase, page: PageRecord) -> PageRecord:
    """The page itself, or that which replaced it."""
    seen = {page.path}
    while page.status == "retired" and page.successor:
        beside = posixpath.normpath(posixpath.join(posixpath.dirname(page.path), page.successor))
        if beside in seen or beside not in base.by_path:
            break
        seen.add(beside)
        page = base.by_path[beside]
    return page
