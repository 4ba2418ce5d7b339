"""A page's text, title, front matter, findings and file name are text for the reader, whatever they carry."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.site.conftest import Serve, knowledge_base, mkdocs

Open = Callable[..., Page]

EVIL = "<img src=x onerror=alert(1)><script>alert(2)</script>"
MARKUP = "**bold** [link](javascript:alert(3)) `code` {{ 7*7 }} | cell"
NAME = 'a"b<img src=x onerror=alert(4)>.md'
PAGE = f"""---
kind: runbook
title: '{EVIL} {MARKUP}'
description: '{EVIL}'
service: ['{EVIL}', "x' onmouseover='alert(5)"]
owner: '{EVIL}'
severity: '{EVIL}'
escalation: '{EVIL} <a href="javascript:alert(6)">x</a>'
alerts: ['{EVIL}', '</script><script>alert(7)</script>']
aliases: ['{EVIL}']
last_verified: 2020-01-01
verified_by: '{EVIL}'
review_every: 30
status: retired
successor: 'javascript:alert(8)'
'{EVIL}': x
---
# Title {EVIL}

{EVIL}

<svg onload="alert(9)"></svg> <a href="javascript:alert(10)">raw</a> <a href="java&#115;cript:alert(11)">raw</a>
<iframe srcdoc="<script>alert(12)</script>"></iframe>

[link](javascript:alert(13)) [data](data:text/html;base64,PHNjcmlwdD5hbGVydCgxNCk8L3NjcmlwdD4=)
[attribute](page.md){{onclick="alert(15)" onmouseover=alert(16)}}

<script>
alert(17)
</script>

<details open ontoggle=alert(18)><summary>x</summary></details>

## Mitigaton {EVIL}

1. `{EVIL}` <b onclick=alert(19)>step</b>

    ```bash
    kubectl delete pvc "$NS" </script><script>alert(20)</script>
    ```

[{EVIL}][undefined] [dead]({"x" * 10}<img>.md)

TODO {EVIL}
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("injection")
    config = knowledge_base(folder, {"index.md": "# Home\n", f"runbooks/{NAME}": PAGE}, "runbook-linter: {badge: top}")
    done = mkdocs(config, folder / "site")
    assert done.returncode == 0, done.stderr
    return folder / "site"


def test_nothing_runs_on_any_page(open_page: Open, serve: Serve, site: Path) -> None:
    pages = sorted(path for path in site.rglob("*.html") if path.name == "index.html")
    assert len(pages) >= 8
    for path in pages:
        url = serve(site) + "/".join(map(_quoted, path.relative_to(site).parent.parts)) + "/"
        page = open_page(url + "?ns=%3Cimg%20src%3Dx%20onerror%3Dalert(21)%3E&service=%3Cscript%3E")
        for element in page.locator("article [onmouseover], article summary, .rl-strip dd").all():
            element.dispatch_event("mouseover")
        assert page.locator("article script").count() == 0, path
        assert page.locator("article [onerror], article [onload], article [onclick], article [ontoggle]").count() == 0
        hrefs = page.locator("a").evaluate_all("links => links.map(link => link.href)")
        assert not [href for href in hrefs if href.lower().startswith(("javascript:", "data:"))], path
        page.wait_for_timeout(100)


def test_texts_are_shown_as_they_are(open_page: Open, serve: Serve, site: Path) -> None:
    folder = next(path.parent for path in site.glob("runbooks/*/index.html"))
    page = open_page(serve(site) + "runbooks/" + _quoted(folder.name) + "/")
    assert EVIL in page.locator("dl.rl-strip").inner_text()
    assert EVIL in page.locator("article h1").first.inner_text()
    page.locator("details.rl-panel > summary").click()
    assert "<img>.md" in page.locator("details.rl-panel").inner_text()
    rows = open_page(serve(site) + "dashboards/scores/").locator("table.rl-table").first.inner_text()
    assert EVIL in rows
    assert "**bold**" in rows


def test_written_pages_hold_no_markup_of_others(tmp_path: Path) -> None:
    knowledge_base(tmp_path, {f"runbooks/{NAME}": PAGE})
    subprocess.run(
        [sys.executable, "-m", "linter", "score", "docs", "--write-pages", "out"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )
    import markdown

    for path in sorted((tmp_path / "out").glob("*.md")):
        html = markdown.markdown(path.read_text("utf-8"), extensions=["tables"])
        assert "<script" not in html, path
        assert "<img src=x" not in html, path
        assert "<strong>bold" not in html, path
        assert '<a href="javascript' not in html, path


def _quoted(part: str) -> str:
    from urllib.parse import quote

    return quote(part)
