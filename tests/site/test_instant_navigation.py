"""Material's instant navigation exchanges a page's content without a load: ours must work there as well."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.site.conftest import Serve, knowledge_base, mkdocs

Open = Callable[..., Page]

RUNBOOK = """---
kind: runbook
owner: storage
service: volumes
last_verified: 2026-01-02
---
# Disk full

1. Look:

    ```console
    $ df  -h '&amp;<'
    Filesystem  Size
    ```

2. Delete:

    ```bash
    kubectl delete pvc data-0 -n $NAMESPACE
    ```
"""
PAGES = {"index.md": "# Home\n\n[Disk](runbooks/disk.md)\n", "runbooks/disk.md": RUNBOOK}


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory, serve: Serve) -> str:
    folder = tmp_path_factory.mktemp("instant")
    url = serve(folder / "site")
    config = knowledge_base(folder, PAGES, more=f"site_url: {url}\n")
    features = "font: false, features: [navigation.instant, navigation.expand]"
    config.write_text(config.read_text("utf-8").replace("font: false", features), "utf-8")
    done = mkdocs(config, folder / "site")
    assert done.returncode == 0, done.stderr
    return url


def test_a_page_that_comes_without_a_load_has_all_of_its_parts(host: str, open_page: Open) -> None:
    page = open_page(host)
    expect(page.locator("h1")).to_have_text("Home")
    page.evaluate("window.stayed = true")
    page.locator("article").get_by_role("link", name="Disk").click()
    expect(page.locator("h1")).to_have_text("Disk full")
    expect(page.locator(".rl-danger")).to_contain_text("kubectl delete pvc")
    assert page.evaluate("window.stayed") is True
    expect(page.locator(".rl-step")).to_have_count(2)
    expect(page.locator("time.rl-age").first).to_contain_text("ago")
    page.locator("button.rl-copy").first.click()
    expect(page.locator("button.rl-copy").first).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == "df  -h '&amp;<'"
    page.get_by_role("link", name="Scores").click()
    expect(page.locator(".rl-filters").first).to_be_visible()
    assert page.evaluate("window.stayed") is True
